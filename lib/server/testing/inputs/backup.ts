import type { About } from './about'

/** Inputs of the operations in lib/ops that are about backup, where `plainInputs` cannot derive them. */
export const backupInputs = (_about: About): Record<string, unknown> => ({})
