import fc from 'fast-check'

const surrogates = { from: 0xd800, many: 0x800 }

/** Any character of Unicode, as fast-check's unit `binary`, which takes a second to make a table of all of them. */
export const character: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 0x10_ffff - surrogates.many })
  .map(
    (n) => String.fromCodePoint(n < surrogates.from ? n : n + surrogates.many),
    (text) => {
      if (typeof text !== 'string' || [...text].length !== 1 || !text.isWellFormed())
        throw new TypeError('not a character')
      const code = text.codePointAt(0) ?? 0
      return code < surrogates.from ? code : code - surrogates.many
    },
  )
