// The eigenvalues of a weight matrix, and what theory expects of them.

/**
 * What theory expects of n * n weights, [j * n + i] from j to i: the eigenvalues fill a circle whose radius squared is the
 * sum of the variances of the columns, and one lies at the sum of a row, exactly so when all rows have the same.
 */
export function spectrum(weights, n) {
  let total = 0, variance = 0;
  for (let j = 0, k = 0; j < n; j++) {
    let sum = 0, square = 0;
    for (let i = 0; i < n; i++, k++) {
      sum += weights[k];
      square += weights[k] ** 2;
    }
    total += sum;
    variance += (square - (sum * sum) / n) / Math.max(1, n - 1);
  }
  return { radius: Math.sqrt(Math.max(variance, 0)), outlier: total / n };
}

/**
 * All eigenvalues of a real n * n matrix, as [real part, imaginary part], in no particular order. Given by rows or by
 * columns: the transposed matrix has the same.
 *
 * Householder reflections make it zero below the first subdiagonal, which then Francis' double steps take to zero, one
 * place after the other (Golub & Van Loan, Matrix Computations, chapter 7).
 */
export function eigenvalues(matrix, n) {
  const rows = Array.from({ length: n }, (_, i) => Float64Array.from(matrix.subarray(i * n, (i + 1) * n)));
  hessenberg(rows, n);
  const norm = rows.reduce((most, row) => row.reduce((large, x) => Math.max(large, Math.abs(x)), most), 0);
  const found = [];
  let high = n - 1, tries = 0;
  while (high >= 0) {
    let low = high; // of the last block that hangs together
    for (; low > 0; low--) {
      const beside = Math.abs(rows[low - 1][low - 1]) + Math.abs(rows[low][low]);
      if (Math.abs(rows[low][low - 1]) <= Number.EPSILON * (beside || norm)) {
        rows[low][low - 1] = 0;
        break;
      }
    }
    if (low === high) {
      found.push([rows[high][high], 0]);
      high -= 1;
      tries = 0;
    } else if (low === high - 1) {
      found.push(...pair(rows[low][low], rows[low][high], rows[high][low], rows[high][high]));
      high -= 2;
      tries = 0;
    } else {
      if (++tries > 100) throw new RangeError("the eigenvalues did not converge");
      francis(rows, low, high, tries % 10 === 0);
    }
  }
  return found;
}

/** The eigenvalues of a 2 * 2 matrix. */
function pair(a, b, c, d) {
  const half = (a - d) / 2, middle = (a + d) / 2, square = half * half + b * c;
  if (square < 0) return [[middle, Math.sqrt(-square)], [middle, -Math.sqrt(-square)]];
  const larger = middle + (middle < 0 ? -1 : 1) * Math.sqrt(square); // the other from the product, without cancellation
  return [[larger, 0], [larger ? (a * d - b * c) / larger : 0, 0]];
}

/** Reflect along x, so that only its first entry is left: the unit vector of the mirror, or null. */
function mirror(x) {
  const size = (vector) => Math.sqrt(vector.reduce((sum, one) => sum + one * one, 0));
  const length = size(x);
  if (!length) return null;
  const v = x.slice();
  v[0] += v[0] < 0 ? -length : length;
  const whole = size(v);
  return v.map((one) => one / whole);
}

function hessenberg(rows, n) {
  for (let k = 0; k < n - 2; k++) {
    const v = mirror(Array.from({ length: n - k - 1 }, (_, i) => rows[k + 1 + i][k]));
    if (!v) continue;
    fromLeft(rows, v, k + 1, k, n);
    fromRight(rows, v, k + 1, 0, n);
    for (let i = k + 2; i < n; i++) rows[i][k] = 0;
  }
}

/** Rows `at`, `at + 1`, ... of the columns from `start` up to `end`. */
function fromLeft(rows, v, at, start, end) {
  if (v.length === 3) { // nearly all of the work: without a list of sums
    const [a, b, c] = v, one = rows[at], two = rows[at + 1], three = rows[at + 2];
    for (let j = start; j < end; j++) {
      const twice = 2 * (a * one[j] + b * two[j] + c * three[j]);
      one[j] -= twice * a;
      two[j] -= twice * b;
      three[j] -= twice * c;
    }
    return;
  }
  const along = new Float64Array(end - start);
  for (let i = 0; i < v.length; i++) {
    const row = rows[at + i], part = v[i];
    for (let j = start; j < end; j++) along[j - start] += part * row[j];
  }
  for (let i = 0; i < v.length; i++) {
    const row = rows[at + i], twice = 2 * v[i];
    for (let j = start; j < end; j++) row[j] -= twice * along[j - start];
  }
}

/** Columns `at`, `at + 1`, ... of the rows from `start` up to `end`. */
function fromRight(rows, v, at, start, end) {
  for (let i = start; i < end; i++) {
    const row = rows[i];
    let along = 0;
    for (let j = 0; j < v.length; j++) along += row[at + j] * v[j];
    for (let j = 0; j < v.length; j++) row[at + j] -= 2 * along * v[j];
  }
}

/** One double step with the two eigenvalues of the last 2 * 2 block as shifts; with others when that goes round in circles. */
function francis(rows, low, high, unusual) {
  const [a, b, c, d] = [rows[high - 1][high - 1], rows[high - 1][high], rows[high][high - 1], rows[high][high]];
  let sum = a + d, product = a * d - b * c;
  if (unusual) {
    const size = Math.abs(c) + Math.abs(rows[high - 1][high - 2]);
    [sum, product] = [1.5 * size, size * size];
  }
  const [p, q] = [rows[low], rows[low + 1]];
  let first = [
    p[low] * p[low] + p[low + 1] * q[low] - sum * p[low] + product,
    q[low] * (p[low] + q[low + 1] - sum),
    q[low] * rows[low + 2][low + 1],
  ];
  for (let k = low; k < high; k++) { // chase the bulge down
    const v = mirror(first.slice(0, high - k + 1));
    if (v) {
      fromLeft(rows, v, k, Math.max(low, k - 1), high + 1);
      fromRight(rows, v, k, low, Math.min(k + 4, high + 1));
    }
    if (k > low) for (let i = k + 1; i <= Math.min(k + 2, high); i++) rows[i][k - 1] = 0;
    first = [rows[k + 1][k], rows[k + 2]?.[k] ?? 0, rows[k + 3]?.[k] ?? 0].slice(0, Math.min(3, high - k));
  }
}
