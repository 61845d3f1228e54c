"""Which names the cells of an article share, so that each can be run again at any time, in any order.

After a first run, a name has the meaning that the last cell gave it which binds it. So a cell that needs a name
from another cell finds what it expects only if no more than one cell binds that name.
"""

import ast
import re
import symtable


class Names(ast.NodeVisitor):
    """Names of one cell: `bound` at its top level, and `needed` from elsewhere.

    A name is needed if the cell reads it before it binds it. A function may be called by another cell, so what its
    body reads is needed in any case. `bound` says how: the statement, or "" for a loop's variable and the like.
    """

    def __init__(self, code):
        code = re.sub(r"^\s*[%!].*$", "pass", code, flags=re.MULTILINE)
        self.bound, self.needed, self.local = {}, set(), []
        self.functions = [
            table
            for table in symtable.symtable(code, "cell", "exec").get_children()
            if table.get_type() != "annotation"
        ]
        self.visit(ast.parse(code))

    def visit_Name(self, node):
        if any(node.id in names for names in self.local):
            return
        if isinstance(node.ctx, ast.Load):
            if node.id not in self.bound:
                self.needed.add(node.id)
        else:
            self.bound[node.id] = ""

    def visit_Import(self, node):
        for name in node.names:
            bound = (name.asname or name.name).partition(".")[0]
            self.bound[bound] = f"{getattr(node, 'module', '')} {ast.unparse(name)}"

    visit_ImportFrom = visit_Import

    def visit_Assign(self, node):
        for part in (node.value, *node.targets):
            self.visit(part)
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.bound[target.id] = ast.dump(node)

    def visit_AugAssign(self, node):
        if isinstance(node.target, ast.Name) and node.target.id not in self.bound:
            self.needed.add(node.target.id)
        self.visit(node.value)
        self.visit(node.target)

    def visit_AnnAssign(self, node):
        if node.value:
            self.visit(node.value)
            self.visit(node.target)

    def visit_For(self, node):
        for part in (node.iter, node.target, *node.body, *node.orelse):
            self.visit(part)

    def visit_FunctionDef(self, node):
        for part in (*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)):
            self.visit(part)
        for table in self.functions:
            if table.get_name() == node.name and table.get_lineno() in (node.lineno, _first_line(node)):
                self.needed |= _globals(table)
        self.bound[node.name] = ast.dump(node)

    def visit_ClassDef(self, node):
        for part in (*node.decorator_list, *node.bases):
            self.visit(part)
        for table in self.functions:
            if table.get_name() == node.name:
                self.needed |= _globals(table)
        self.bound[node.name] = ""

    def visit_Lambda(self, node):
        arguments = node.args
        names = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        names += [one for one in (arguments.vararg, arguments.kwarg) if one]
        for part in (*arguments.defaults, *filter(None, arguments.kw_defaults)):
            self.visit(part)
        self._inside({name.arg for name in names}, [node.body])

    def visit_ListComp(self, node):
        targets = {
            name.id for one in node.generators for name in ast.walk(one.target) if isinstance(name, ast.Name)
        }
        self.visit(node.generators[0].iter)  # outside of the scope of the targets
        parts = [part for one in node.generators for part in (one.iter, *one.ifs)][1:]
        results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        self._inside(targets, [*parts, *results])

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp

    def _inside(self, names, parts):
        self.local.append(names)
        for part in parts:
            self.visit(part)
        self.local.pop()


def _first_line(node):
    return min([node.lineno, *(one.lineno for one in node.decorator_list)])


def _globals(table):
    found = {
        symbol.get_name() for symbol in table.get_symbols() if symbol.is_global() and symbol.is_referenced()
    }
    return found.union(*map(_globals, table.get_children()))


def reused(codes):
    """What stands in the way of running cells again: a list of sentences, of the code of all cells of an article."""
    cells = [Names(code) for code in codes]
    found = []
    for name in sorted(set().union(*(cell.needed for cell in cells))):
        binds = [k for k, cell in enumerate(cells) if name in cell.bound]
        said = {cells[k].bound[name] for k in binds}
        if len(binds) > 1 and (len(said) > 1 or said == {""}):
            needs = [k for k, cell in enumerate(cells) if name in cell.needed]
            found.append(f"`{name}` is bound by code cells {binds} and needed by {needs}")
        elif binds and name in cells[binds[0]].needed and not _defined_by_itself(codes[binds[0]], name):
            found.append(f"`{name}`: code cell {binds[0]} changes what it reads")
    return found


def _defined_by_itself(code, name):
    """Whether only functions of the cell read the name, or a function calls itself."""
    tree = ast.parse(re.sub(r"^\s*[%!].*$", "pass", code, flags=re.MULTILINE))
    outside = [part for part in tree.body if not isinstance(part, ast.FunctionDef | ast.ClassDef)]
    cell = Names("\n".join(map(ast.unparse, outside)))
    return name not in cell.needed or name not in cell.bound
