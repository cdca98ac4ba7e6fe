import type { Lifecycle } from '@/lib/ops/lifecycle'
import type { Fact } from './spec'

/**
 * What people must know of an operation's life, from its facts and the version it is pinned to; undefined while it is
 * stable. `today` is an ISO day; `instead` names what Gatehouse uses in its place.
 */
export function lifecycleOf(
  facts: Pick<Fact, 'versions' | 'sunset' | 'removed' | 'deprecated'>,
  version: string,
  today: string,
  instead?: string,
): Lifecycle | undefined {
  const pinned = facts.versions.find((v) => v.version === version)
  const on = pinned?.sunset ?? facts.sunset ?? null
  const use = instead ? ` Use “${instead}” instead.` : ''
  const told = (stage: Lifecycle['stage'], sentence: string) => ({
    stage,
    on,
    sentence: `${sentence}${use}`,
  })
  if (facts.removed) return told('removed', 'Atlas has removed this operation.')
  if (on && on <= today) return told('ended', `Atlas ended this operation on ${on}.`)
  if (on) return told('sunset', `Atlas ends this operation on ${on}.`)
  if (facts.deprecated) return told('deprecated', 'Atlas advises against this operation.')
  if (pinned?.stability === 'preview')
    return told('preview', 'Atlas calls this a preview: it may change without notice.')
  return undefined
}
