/** A text in a pattern of LIKE, where `%` and `_` are wildcards. */
export const literal = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&')

/** The pattern of texts that contain this one. */
export const containing = (text: string): string => `%${literal(text)}%`
