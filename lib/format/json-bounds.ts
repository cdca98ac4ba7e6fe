/** As deep as MongoDB lets a document nest, and more than any index definition or pipeline needs. */
export const MAX_DEPTH = 100
/** Values and names in one JSON text: an index definition with 10,000 fields has fewer. */
export const MAX_VALUES = 50_000

const QUOTE = 34
const BACKSLASH = 92
const COMMA = 44
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125]

/**
 * Why a JSON text is too costly to parse and walk, as a sentence; undefined when it is not. One pass without recursion,
 * so it takes the same time for any nesting. The text need not be valid JSON.
 */
export function whyTooComplex(
  text: string,
  mostValues = MAX_VALUES,
  deepest = MAX_DEPTH,
): string | undefined {
  if (text.length <= deepest) return undefined
  let depth = 0
  let values = 1
  for (let i = 0; i < text.length; i++) {
    const sign = text.charCodeAt(i)
    if (sign === QUOTE) {
      i = endOfString(text, i)
    } else if (sign === OPEN_LIST || sign === OPEN_OBJECT) {
      depth += 1
      values += 1
      if (depth > deepest) return TOO_DEEP
    } else if (sign === CLOSE_LIST || sign === CLOSE_OBJECT) depth -= 1
    else if (sign === COMMA) values += 1
    if (values > mostValues) return TOO_MANY
  }
  return undefined
}

/** Whether a JSON text of any size is nested deeper than the limit. */
export const isTooDeep = (text: string, deepest = MAX_DEPTH): boolean =>
  whyTooComplex(text, Number.POSITIVE_INFINITY, deepest) !== undefined

export const TOO_DEEP = `This JSON is nested more than ${MAX_DEPTH} levels deep.`
const TOO_MANY = `This JSON has more than ${MAX_VALUES.toLocaleString('en')} values.`

/** The index of the quote that ends the string that begins at `start`; the text's length when none does. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes += 1
    if (escapes % 2 === 0) return end
  }
  return text.length
}
