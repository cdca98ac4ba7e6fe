import type { About } from './about'

/** Inputs of the operations in lib/ops that are about streams, where `plainInputs` cannot derive them. */
export const streamsInputs = (_about: About): Record<string, unknown> => ({})
