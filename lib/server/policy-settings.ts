import { type Configuration, configuration } from './configuration'

/** What decides who can do what. */
export type PolicySettings = Pick<
  Configuration,
  'policy' | 'bindings' | 'production' | 'contact'
> & {
  signIn: Pick<Configuration['signIn'], 'issuer'>
}

let other: PolicySettings | undefined

/** The settings of this process, or those of `underSettings`. */
export const policySettings = (): PolicySettings => other ?? configuration()

/** Runs work under other settings than those of this process. For command lines that compare or explain a file. */
export async function underSettings<T>(
  settings: PolicySettings,
  work: () => Promise<T>,
): Promise<T> {
  const before = other
  other = settings
  try {
    return await work()
  } finally {
    other = before
  }
}
