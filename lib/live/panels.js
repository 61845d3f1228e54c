// The kinds of panels that a figure may ask for. A new one is a file in panels/ and a line here.
import { panel as angle } from "./panels/angle.js";
import { panel as curve } from "./panels/curve.js";
import { panel as eigenvalues } from "./panels/eigenvalues.js";
import { panel as embedding } from "./panels/embedding.js";
import { panel as intervals } from "./panels/intervals.js";
import { panel as overlap } from "./panels/overlap.js";
import { panel as raster } from "./panels/raster.js";
import { panel as rate } from "./panels/rate.js";
import { panel as rates } from "./panels/rates.js";
import { panel as voltage } from "./panels/voltage.js";
import { panel as weights } from "./panels/weights.js";

export const panels = { angle, curve, eigenvalues, embedding, intervals, overlap, raster, rate, rates, voltage, weights };
