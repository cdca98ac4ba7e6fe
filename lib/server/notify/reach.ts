import type { RequestRow } from '@/lib/approvals/rows'
import { decidersOf, hasRole, mutedBy, recipientOf, whyNoMail } from './audience'
import { channelsOff, matches, sharedChannels } from './channels'
import { slackOf } from './slack-accounts'

type Reached = { name: string; by: Array<'email' | 'slack'>; whyNot: string | null }

/** Who can decide a request, and by which channels each of them hears of it. */
export async function reachOf(r: RequestRow): Promise<{ people: Reached[]; shared: string[] }> {
  const people = (await decidersOf(r)).filter(hasRole)
  const muted = await mutedBy(people)
  const off = await channelsOff()
  const asNews = {
    ...r,
    seq: null,
    type: 'request.created',
    request_id: r.id,
    outcome: null,
    at: r.created_at,
  }
  const shared = sharedChannels()
    .filter((channel) => matches(channel, asNews) && !off.has(channel.id))
    .map(({ id }) => id)
  const isInSlack = shared.some((id) => id.startsWith('slack:'))
  const reached = await Promise.all(
    people.map(async (one): Promise<Reached> => {
      const bySlack = isInSlack && (await slackOf(one)) !== undefined
      const whyNot = muted.get(recipientOf(one))?.includes('decide')
        ? 'Turned these notifications off.'
        : whyNoMail(one)
      const by: Reached['by'] = [
        ...(whyNot ? [] : (['email'] as const)),
        ...(bySlack ? (['slack'] as const) : []),
      ]
      return { name: one.name, by, whyNot: by.length > 0 ? null : (whyNot ?? null) }
    }),
  )
  return { people: reached, shared }
}
