/* What a size needs on a card, by the bits and the shapes that the data gives. All of it in bytes. */

/* Parameters times bits over 8, to the nearest byte, halves to even: exact, however large. */
function weightBytes(parameters, [numerator, denominator]) {
  const product = BigInt(parameters) * BigInt(numerator);
  const divisor = 8n * BigInt(denominator);
  const whole = product / divisor;
  const twice = 2n * (product % divisor);
  const up = twice > divisor || (twice === divisor && whole % 2n === 1n);
  return Number(up ? whole + 1n : whole);
}

/* The weights of a size, computed once; null where they have no figure in that precision. */
function weightsOf(size, precision) {
  if (size.parameters === null || size.without.includes(precision.name)) return null;
  size.weights ??= {};
  return (size.weights[precision.name] ??= weightBytes(size.parameters, precision.bits));
}

/* The cache of so many tokens; null where it has no figure. A state is of 16 bits, whatever the tokens. */
function cacheBytes(size, context, cache) {
  if (size.cache === null || size.without.includes(cache.name)) return null;
  const bits = cache.bits[0] / cache.bits[1];
  let total = 0;
  for (const [kind, layers, numbers, window] of size.cache) {
    const tokens = kind === "state" ? 1 : window === null ? context : Math.min(context, window);
    total += layers * tokens * numbers * (kind === "state" ? 16 : bits);
  }
  return Math.floor(total / 8);
}

/* Whether weights and cache fit: true, false, or null where that depends on what isn't known. */
function fitsIn(room, size, weights, cache) {
  if (weights === null) return null;
  const doubt = weights * size.doubt;
  if (cache !== null && weights + cache + doubt <= room) return true;
  return (cache === null ? weights : weights + cache) - doubt > room ? false : null;
}

/* The first precision in which a size fits, with its bytes; false where there is none, null where nobody knows. */
function bestFit(size, wish) {
  const context = wish.context || size.least_context;
  const cache = cacheBytes(size, context, wish.cache);
  let unknown = false;
  for (const precision of wish.precisions) {
    const weights = weightsOf(size, precision);
    const answer = fitsIn(wish.room, size, weights, cache);
    if (answer) {
      return { precision: precision.name, total: weights + cache, context, longest: longestContext(size, weights, wish, context) };
    }
    unknown ||= answer === null;
  }
  return unknown ? null : false;
}

/* The most tokens, up to those that a size was trained on, whose cache fits beside its weights. */
function longestContext(size, weights, wish, least) {
  if (size.context === null) return null;
  const fits = (context) => fitsIn(wish.room, size, weights, cacheBytes(size, context, wish.cache));
  if (fits(size.context)) return size.context;
  let [fitting, beyond] = [least, size.context + 1];
  while (beyond - fitting > 1) {
    const middle = Math.floor((fitting + beyond) / 2);
    if (fits(middle)) fitting = middle;
    else beyond = middle;
  }
  return fitting;
}

/* A size of the data as an object; its fields stand in columns there. */
function sizeAt(row) {
  const { sizes } = data.choices;
  return Object.fromEntries(Object.entries(sizes).map(([field, values]) => [field, values[row]]));
}

let allSizes = null;

function everySize() {
  allSizes ??= data.choices.sizes.name.map((_, row) => sizeAt(row));
  return allSizes;
}
