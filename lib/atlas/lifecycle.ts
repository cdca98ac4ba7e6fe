import type { Lifecycle } from '@/lib/ops/lifecycle'
import type { Fact } from './spec'

/**
 * Whether an operation is ended, ending, deprecated or a preview, by its facts and pinned version; undefined while it is
 * stable. `today` is an ISO day; `instead` is the title of the operation that replaces it.
 */
export function lifecycleOf(
  facts: Pick<Fact, 'versions' | 'sunset' | 'removed' | 'deprecated'>,
  version: string,
  today: string,
  instead?: string,
): Lifecycle | undefined {
  const pinned = facts.versions.find((v) => v.version === version)
  const on = facts.removed ?? pinned?.sunset ?? facts.sunset ?? null
  const use = instead ? ` Use “${instead}” instead.` : ''
  const told = (stage: Lifecycle['stage'], sentence: string) => ({
    stage,
    on,
    sentence: `${sentence}${use}`,
  })
  if (facts.removed) return told('removed', `Atlas removed this operation on ${facts.removed}.`)
  if (on && on <= today) return told('ended', `Atlas ended this operation on ${on}.`)
  if (on) return told('sunset', `Atlas will end this operation on ${on}.`)
  if (facts.deprecated) return told('deprecated', 'Atlas deprecated this operation.')
  if (pinned?.stability === 'preview')
    return told('preview', 'This operation is a preview in Atlas and may change without notice.')
  return undefined
}
