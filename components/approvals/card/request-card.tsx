'use client'
import Link from 'next/link'
import { useEffect, useRef } from 'react'
import { announce } from '@/lib/client/announce'
import { isShortcut } from '@/lib/client/shortcuts'
import { useNow } from '@/lib/client/use-now'
import type { RequestCard as Card } from '@/lib/ops/requests'
import { routes } from '@/lib/routes'
import { isOver, type Phase, phaseOf } from '../../ops/phase'
import { PhaseBadge, phaseLook } from '../../ops/phase-badge'
import { Sentence } from '../../ops/sentence'
import { lazyComponent } from '../../ui/lazy-component'
import { PageHead } from '../../ui/page'
import { Time } from '../../ui/time'
import { usePanel } from '../../ui/use-panel'
import { approvalsInWords } from '../approvals-in-words'
import { BreakGlassNotice } from '../break-glass/break-glass-notice'
import { DriftIncident } from '../employee-access/drift-incident'
import { endWords, LiveGrant } from '../employee-access/live-grant'
import { RevokeGrant } from '../employee-access/revoke'
import { StuckNotice } from '../stuck-notice'
import { Twin } from '../twin'
import { DecisionBar } from './decision-bar'
import { DecisionFacts } from './decision-facts'
import { MachineBadge } from './machine-badge'
import { Outcome } from './outcome'
import { OwnBar } from './own-bar'
import { Plan } from './plan'
import { effectsOf, Progress } from './progress'
import { ReachNotice } from './reach-notice'
import { hasAccess, SeveralStanding } from './several-standing'
import { StopBar, stopsOf } from './stop-bar'
import { Targets } from './targets'
import { Timeline } from './timeline'
import { UndoDone } from './undo-done'
import { useNarrower } from './use-narrower'

const EditRequest = lazyComponent(() => import('../new/edit-request').then((m) => m.EditRequest))

const footer =
  'sticky bottom-0 z-10 print:hidden [@media(max-height:42rem)]:static rounded-lg border border-line bg-raised px-4 py-3 shadow-lift max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0'

/** A request: the facts for a decision, its progress, and its activity. */
export function RequestCard({ card, asOf }: { card: Card; asOf: string }) {
  const { request, drift, may } = card
  const now = useNow()
  const phase = phaseOf(request, now)
  const narrower = useNarrower(card)
  const { panel, open, close } = usePanel(['edit'])
  const isPending = request.state === 'pending'
  const mayAct = may.cancel === null || request.requester.isMe
  const isEditing = panel === 'edit' && isPending && mayAct
  useAnnouncedPhase(phase)
  useCardKeys()

  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="[&>header]:mb-0">
        <PageHead
          title={<Sentence request={request} />}
          badges={<PhaseBadge request={request} />}
          lead={
            <p className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
              <span>Requested by {request.requester.isMe ? 'you' : request.requester.name}</span>
              {request.requester.isTwin && <Twin of="you" />}
              {card.client && <MachineBadge client={request.client} />}
              <Around card={card} />
              {isPending && request.minutes !== null && (
                <span>The time starts when access opens</span>
              )}
              <Ticket ticket={request.ticket} url={card.request.ticketUrl} />
              {request.groupId && request.clusterName && (
                <Link
                  href={routes.cluster(request.groupId, request.clusterName)}
                  className="underline decoration-line underline-offset-3"
                >
                  View cluster
                </Link>
              )}
            </p>
          }
        />
      </div>

      {drift && <DriftIncident drift={drift} />}
      {card.stuck
        // The standing of a single call says why it does not go on.
        .filter(({ isHeld }) => isHeld || card.several !== null)
        .map((one) => (
          <StuckNotice key={one.effectId} stuck={one} linked={false} />
        ))}
      {request.breakGlass && <BreakGlassNotice request={request} glass={request.breakGlass} />}
      {(!isPending || hasAccess(card)) && <Standing card={card} phase={phase} />}
      {card.several && (
        <Targets
          several={card.several}
          narrower={narrower}
          mayNarrow={isPending && may.approve === null}
        />
      )}
      {card.plan && <Plan card={card} plan={card.plan} />}
      {isPending && <ReachNotice requestId={request.id} />}

      {isEditing ? (
        <EditRequest card={card} onClose={() => void close()} />
      ) : (
        <DecisionFacts card={card} narrower={narrower} />
      )}
      {isPending && !isEditing && (
        <div className={footer}>
          {mayAct && may.approve !== null ? (
            <OwnBar card={card} onEdit={() => void open('edit')} />
          ) : (
            <DecisionBar card={card} asOf={asOf} narrower={narrower} />
          )}
        </div>
      )}
      {['planned', 'unsent', 'awaiting'].includes(phase) && isStoppable(card) && (
        <div className={footer}>
          <StopBar card={card} />
        </div>
      )}
      <Timeline
        requestId={request.id}
        steps={card.timeline}
        isAccess={request.level !== null}
        isAtlasDown={card.unread !== null || card.stuck.length > 0}
      />
      {phase === 'live' && !card.several && (
        <div className={`${footer} sm:hidden`}>
          <RevokeGrant
            request={request}
            whyNot={may.revoke}
            variant="danger"
            size="lg"
            {...endWords(request)}
            className="w-full"
          />
        </div>
      )}
    </div>
  )
}

const isStoppable = (card: Card) =>
  (card.several !== null || effectsOf(card).begin?.state === 'planned') &&
  Object.values(stopsOf(card)).some(Boolean)

/** The state between approval and end. */
function Standing({ card, phase }: { card: Card; phase: Phase }) {
  const { begin, end } = effectsOf(card)
  const { state } = card.request
  if (card.several && (state === 'pending' || state === 'approved' || state === 'closed'))
    return <SeveralStanding card={card} />
  if (isOver(phase))
    return (
      <>
        <Outcome card={card} phase={phase} />
        {hasAccess(card) && <SeveralStanding card={card} />}
        {phase === 'done' && <UndoDone card={card} />}
      </>
    )
  const isAccess = card.request.level !== null
  if ((phase === 'revoking' || phase === 'revoke-checking') && end)
    return (
      <Progress
        effect={end}
        isEnd
        isAccess
        waitsFor={begin?.state === 'unknown' ? begin : undefined}
      />
    )
  if (phase === 'live' || phase === 'ending') return <LiveGrant card={card} />
  if (!begin || begin.heldSince) return null
  return (
    <Progress effect={begin} isEnd={false} isAccess={isAccess} until={card.request.executeBy}>
      {isAccess && (phase === 'sending' || phase === 'checking') && (
        <RevokeGrant request={card.request} whyNot={card.may.revoke} />
      )}
    </Progress>
  )
}

/** For whom it is, when it starts, how far its approval is, and the requests before and after it. */
function Around({ card: { request } }: { card: Card }) {
  const { beneficiary, startsAt, replaces, replacedBy, approvals } = request
  const link = (id: string, words: string) => (
    <Link href={routes.request(id)} className="underline decoration-line underline-offset-3">
      {words}
    </Link>
  )
  return (
    <>
      {beneficiary && !request.client && (
        <span>For {beneficiary.isMe ? 'you' : beneficiary.name}</span>
      )}
      {startsAt !== null && !isClosed(request.state) && (
        <span>
          Starts <Time at={startsAt} />
        </span>
      )}
      {request.state === 'pending' && approvals && approvals.needed > 1 && (
        <span>{approvalsInWords(approvals)}</span>
      )}
      {request.partOf !== null && link(request.partOf, 'One cluster of a request for several')}
      {replaces !== null && link(replaces, 'Replaces earlier access')}
      {replacedBy !== null && link(replacedBy, 'View the request that replaces it')}
    </>
  )
}

const isClosed = (state: Card['request']['state']) => state !== 'pending' && state !== 'approved'

function Ticket({ ticket, url }: { ticket: string | null; url: string | null }) {
  if (!ticket) return null
  if (!url) return <span>Ticket {ticket}</span>
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-1 underline decoration-line underline-offset-3 [&_svg]:size-3.5"
    >
      {ticket}
      <svg role="img" className="icon-[external-link]" aria-label="opens in a new tab" />
    </a>
  )
}

/** Announces each change of state. */
function useAnnouncedPhase(phase: Phase): void {
  const last = useRef(phase)
  useEffect(() => {
    if (last.current !== phase) announce(`The request: ${phaseLook[phase].word}`)
    last.current = phase
  }, [phase])
}

/** `a` focuses Approve, `r` focuses Revoke, and `d` opens the form of Deny. */
function useCardKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isDeny = isShortcut(event, 'deny')
      if (!isDeny && !isShortcut(event, 'approve') && !isShortcut(event, 'revoke')) return
      const button = [
        ...document.querySelectorAll<HTMLElement>(`[aria-keyshortcuts="${event.key}"]`),
      ].find((one) => one.checkVisibility())
      if (!button) return
      event.preventDefault()
      button.focus()
      if (isDeny) button.click()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
