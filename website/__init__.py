"""What only the website build needs: a Sphinx extension (`website.extension`), templates and static files.

Nothing in here is imported by an article.
"""
