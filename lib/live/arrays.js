// The twin of arrays.py: packed arrays out of a page, to the same numbers.

/**
 * The array that lib.live.pack packed: Float64Array with entry (i, j) at j * rows + i, as the simulator reads it.
 * Columns are copied where they can be: in a page that has just been opened, that takes a tenth of the time.
 */
export function unpack({ shape: [rows, columns], outer, circulant, flat, hollow }) {
  if (flat) {
    const values = unpackFlat(flat, rows * columns);
    return flat.bits === 0 ? values : turned(values, rows, columns); // all the same: in any order
  }
  const out = new Float64Array(rows * columns);
  if (outer) {
    const [left, right] = [unpackFlat(outer[0], rows), unpackFlat(outer[1], columns)];
    right.forEach((factor, j) => {
      const at = j * rows;
      if (factor === right[j - 1]) out.copyWithin(at, at - rows, at);
      else for (let i = 0; i < rows; i++) out[at + i] = left[i] * factor;
    });
  } else {
    const [column, factors] = circulant.map((part) => unpackFlat(part, rows));
    factors.forEach((factor, j) => {
      const own = column.map((value) => value * factor);
      out.set(own.subarray(0, rows - j), j * rows + j);
      out.set(own.subarray(rows - j), j * rows);
    });
  }
  if (hollow) for (let i = 0; i < rows; i++) out[i * rows + i] = 0;
  return out;
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
