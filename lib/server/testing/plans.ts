import { decidePlan, getPlan } from '@/lib/ops/plans'
import { personAs } from '@/scripts/testing/console'
import type { Person } from '../person'
import { run } from '../run'
import { card } from './requests'

/** A plan as a person sees it. */
export const planAs = async (plan: string, person: Person) =>
  getPlan.output.parse((await run(getPlan, { plan }, person, { requestId: 'plan' })).data)
/** The plan of a request, as a person sees it. */
export const planOf = async (requestId: string, person = personAs('approver')) =>
  planAs((await card(requestId, person)).plan?.id ?? '', person)
export type Plan = Awaited<ReturnType<typeof planOf>>

/** Decides on the waiting requests of a plan as it was shown, or on some of them. */
export const decided = async (
  verdict: 'approve' | 'deny',
  { id, digest, requests }: Plan,
  { comment = '', person = personAs('approver'), some = requests } = {},
) => {
  const chosen = some.map((one) => ({ requestId: one.id, digest: one.digest }))
  const input = { plan: id, digest, verdict, requests: chosen, comment }
  return decidePlan.output.parse((await run(decidePlan, input, person, { requestId: 'plan' })).data)
    .results
}
