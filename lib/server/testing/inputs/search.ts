import type { About } from './about'

/** Inputs of the operations in lib/ops that are about search, where `plainInputs` cannot derive them. */
export const searchInputs = (_about: About): Record<string, unknown> => ({})
