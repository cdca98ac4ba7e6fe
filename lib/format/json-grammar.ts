import { parser } from '@lezer/json'

const strict = parser.configure({ strict: true })

/** The grammar of JSON: `strict` throws where a text stops being JSON, `lenient` gives a tree of any text. */
export const jsonGrammar = () => ({ strict, lenient: parser })

export type JsonGrammar = ReturnType<typeof jsonGrammar>
