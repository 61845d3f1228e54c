// The twin of arrays.py: packed arrays out of a page, to the same numbers.

/** The array that lib.live.pack packed: {rows, columns, values} with values in C order (Float64Array). */
export function unpack({ shape: [rows, columns], outer, circulant, flat, hollow }) {
  let values;
  if (outer) {
    const left = unpackFlat(outer[0], rows), right = unpackFlat(outer[1], columns);
    values = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) values[i * columns + j] = left[i] * right[j];
  } else if (circulant) {
    const column = unpackFlat(circulant, rows);
    values = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) values[i * columns + j] = column[(i - j + rows) % rows];
  } else {
    values = unpackFlat(flat, rows * columns);
  }
  if (hollow) for (let i = 0; i < rows; i++) values[i * columns + i] = 0;
  return { rows, columns, values };
}

function unpackFlat({ values, bits, type, scale, data }, count) {
  const text = atob(data), bytes = new Uint8Array(text.length);
  for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k); // a tenth of the time that Uint8Array.from takes
  const out = new Float64Array(count);
  if (!values) {
    const Numbers = { i1: Int8Array, i2: Int16Array, f4: Float32Array, f8: Float64Array }[type];
    const numbers = new Numbers(bytes.buffer);
    if (numbers.length !== count) throw new RangeError(`${count} numbers were expected, ${numbers.length} came`);
    for (let k = 0; k < count; k++) out[k] = numbers[k] * scale;
  } else if (bits === 0) {
    out.fill(values[0]);
  } else {
    const perByte = 8 / bits, mask = (1 << bits) - 1;
    if (bytes.length !== Math.ceil(count / perByte)) throw new RangeError(`${count} numbers were expected, not so many came`);
    for (let k = 0; k < count; k++) out[k] = values[(bytes[Math.floor(k / perByte)] >> (bits * (k % perByte))) & mask];
  }
  return out;
}

/** `rows` by `columns` in C order, turned: entry (i, j) at j * rows + i, as the simulator reads it. */
export function turned(values, rows, columns) {
  const out = new Float64Array(values.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = values[i * columns + j];
  return out;
}

/** An array as `unpack` has it, but turned. A product is made in this order at once: this takes a third of the time. */
export function unpackTurned(packed) {
  const { shape: [rows, columns], outer } = packed;
  if (outer) return unpack({ ...packed, shape: [columns, rows], outer: [outer[1], outer[0]] }).values;
  return turned(unpack(packed).values, rows, columns);
}
