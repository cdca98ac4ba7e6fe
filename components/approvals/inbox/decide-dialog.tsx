'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { getRequest, type RequestCard } from '@/lib/ops/requests'
import { Panel } from '../../data/panel'
import { Sentence } from '../../ops/sentence'
import { Dialog } from '../../ui/dialog'
import { SkeletonRows } from '../../ui/skeleton'
import { stayInPlace } from '../../ui/stay-in-place'
import { DecisionBar } from '../card/decision-bar'
import { DecisionFacts } from '../card/decision-facts'
import { useNarrower } from '../card/use-narrower'

/** The facts and the decision in a dialog over the list. */
export function DecideDialog({
  requestId,
  summary,
  start,
  onClose,
}: {
  requestId: string
  summary: string
  start: 'approve' | 'deny'
  onClose: () => void
}) {
  const card = useQuery(read(getRequest, { requestId }))
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={card.data ? <Sentence request={card.data.data.request} /> : summary}
    >
      <Panel bare query={card} isEmpty="never" skeletonRows={<SkeletonRows rows={8} />}>
        {(data, asOf) => <Inside card={data} asOf={asOf} start={start} onClose={onClose} />}
      </Panel>
    </Dialog>
  )
}

/** From when the buttons are there: the consequences come later. */
const keepButtons = (inside: HTMLElement | null) => {
  const dialog = inside?.closest<HTMLElement>('[role=dialog]')
  if (dialog) stayInPlace(dialog)
}

function Inside({
  card,
  asOf,
  start,
  onClose,
}: {
  card: RequestCard
  asOf: string
  start: 'approve' | 'deny'
  onClose: () => void
}) {
  const narrower = useNarrower(card)
  return (
    <div ref={keepButtons} className="grid grid-cols-1 gap-3">
      <DecisionFacts card={card} narrower={narrower} />
      <div className="sticky -bottom-4 -mx-5 -mb-4 rounded-b-lg border-line border-t bg-raised px-5 py-3">
        <DecisionBar card={card} asOf={asOf} narrower={narrower} start={start} onDone={onClose} />
      </div>
    </div>
  )
}
