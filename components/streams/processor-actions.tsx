'use client'
import { useRouter } from 'next/navigation'
import { isObject } from '@/lib/format/values'
import { changeProcessor } from '@/lib/ops/stream-change'
import {
  deleteProcessor,
  startProcessor,
  startProcessorWith,
  stopProcessor,
  whyNotStart,
  whyNotStop,
} from '@/lib/ops/stream-processors'
import { type Processor, whyNoTier } from '@/lib/ops/stream-shapes'
import { failureOf } from '@/lib/ops/stream-stats'
import type { StreamWorkspace } from '@/lib/ops/streams'
import { routes } from '@/lib/routes'
import { ActionButton } from '../ops/action-button'
import { ConfirmAction } from '../ops/confirm-action'
import { lazyComponent } from '../ui/lazy-component'
import { useNamedForm } from '../ui/use-panel'
import { rememberAsked, useAsked } from './asked'
import { historyKey } from './history'
import type { Place } from './use-run'

const StartWith = lazyComponent(() => import('./start-with').then((m) => m.StartWith))

/** Whether a processor reads the change stream of a cluster. */
const isChangeStream = ({ pipeline }: Processor): boolean => {
  const [stage] = pipeline ?? []
  const source = isObject(stage) ? stage.$source : undefined
  return isObject(source) && !('topic' in source) && ('db' in source || 'coll' in source)
}

/** The actions of a processor; those that are not possible now say why. */
export function ProcessorActions({
  place,
  processor,
  workspace,
  busy,
  isUnread,
  onChange,
}: {
  place: Place
  processor: Processor
  workspace: StreamWorkspace | undefined
  /** Why nothing can be done: a change is in progress. */
  busy: string | undefined
  /** Atlas could not read the processor itself: the state is that of the list, and is not checked before a command. */
  isUnread: boolean
  onChange: () => void
}) {
  const router = useRouter()
  const options = useNamedForm('start-with')
  const { name, state } = processor
  const input = { ...place, processorName: name }
  const key = historyKey(place.groupId, place.tenantName, name)
  const failure = failureOf(processor)
  const asked = useAsked(key, state, failure)
  const waiting = asked && `It is being ${asked === 'stop' ? 'stopped' : 'started'}.`
  const not = busy ?? waiting
  const unread = isUnread && (
    <p className="text-sm text-warn">
      Atlas can’t read this processor now, so its state is not checked first.
    </p>
  )
  const ownTier = processor.tier ?? workspace?.streamConfig?.tier ?? undefined
  const tooLarge = whyNoTier(ownTier, workspace?.streamConfig?.maxTierSize)
  const scope = { kind: 'project', groupId: place.groupId } as const
  return (
    <>
      {(state === 'STARTED' || isUnread) && (
        <ConfirmAction
          op={stopProcessor}
          input={input}
          label="Stop"
          title={`Stop ${name}?`}
          whyNot={not ?? (isUnread ? null : (whyNotStop(state) ?? null))}
          onDone={() => rememberAsked(key, 'stop', state ?? '', failure)}
        >
          <p className="text-muted text-sm">
            It writes a checkpoint first, which can take up to 3 minutes, and resumes from there
            when you start it again. Atlas keeps the checkpoint for 45 days.
          </p>
          {unread}
        </ConfirmAction>
      )}
      {(state !== 'STARTED' || isUnread) && (
        <>
          <ConfirmAction
            op={startProcessor}
            input={input}
            variant="primary"
            tone="primary"
            label="Start"
            title={`Start ${name}?`}
            whyNot={not ?? (isUnread ? null : (whyNotStart(state) ?? tooLarge ?? null))}
            onDone={() => rememberAsked(key, 'start', state ?? '', failure)}
          >
            <p className="text-muted text-sm">
              It resumes from its checkpoint if it has one. Atlas bills it while it runs.
            </p>
            {unread}
          </ConfirmAction>
          <ActionButton
            op={startProcessorWith}
            scope={scope}
            aria-haspopup="dialog"
            whyNot={not ?? (isUnread ? null : (whyNotStart(state) ?? null))}
            onPress={() => options.open()}
          >
            Start with…
          </ActionButton>
        </>
      )}
      <ActionButton
        op={changeProcessor}
        scope={scope}
        whyNot={
          not ??
          (isUnread ? 'Atlas can’t read this processor, so a change can’t be followed.' : null)
        }
        aria-expanded={false}
        onPress={onChange}
      >
        Edit
      </ActionButton>
      <ConfirmAction
        op={deleteProcessor}
        input={input}
        variant="danger-plain"
        label="Delete"
        title={`Delete ${name}?`}
        whyNot={not ?? null}
        onDone={() => router.push(routes.streamWorkspace(place.groupId, place.tenantName))}
      >
        {state === 'STARTED' && (
          <p className="text-sm text-warn">It is running. Deleting it stops processing.</p>
        )}
        {unread}
      </ConfirmAction>
      {options.isOpen && (
        <StartWith
          place={place}
          processorName={name}
          ownTier={ownTier}
          isChangeStream={isChangeStream(processor)}
          workspace={workspace}
          onDone={() => rememberAsked(key, 'start', state ?? '', failure)}
          onClose={options.close}
        />
      )}
    </>
  )
}
