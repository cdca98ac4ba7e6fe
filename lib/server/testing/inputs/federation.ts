import type { About } from './about'

/** Inputs of the operations in lib/ops that are about federation, where `plainInputs` cannot derive them. */
export const federationInputs = (_about: About): Record<string, unknown> => ({})
