// The panels that figures here may ask for, by their kind: bundle.py puts those of panels/ in that they do ask for.
export const panels = {};
