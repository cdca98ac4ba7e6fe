'use client'
import type { ReactNode } from 'react'
import { count } from '@/lib/format/words'
import { createAccountSecret, deleteAccountSecret } from '@/lib/ops/service-account-secrets'
import { ActionButton } from '../ops/action-button'
import { ConfirmAction } from '../ops/confirm-action'
import { cn } from '../ui/cn'
import { Card } from '../ui/page'
import { Time } from '../ui/time'
import { useNamedForm } from '../ui/use-panel'
import { rotationOf } from './rotation'
import { CreateSecret, useSecrets } from './use-secrets'

type Place = { orgId: string; clientId: string }

const order = ['create', 'use', 'delete'] as const
type Step = (typeof order)[number]

/** The three steps that replace an account's secret. Where it is follows from the secrets, also after days. */
export function RotationCard(place: Place) {
  const { secrets, whyNoNew, whyKept, now } = useSecrets(place)
  const creating = useNamedForm('rotate')
  if (!secrets) return null
  const rotation = rotationOf(secrets, now)
  const step = (name: Step, title: string, text: ReactNode, action?: ReactNode) => (
    <StepRow
      key={name}
      number={order.indexOf(name) + 1}
      title={title}
      isDone={order.indexOf(name) < order.indexOf(rotation.step)}
      isNow={name === rotation.step}
      action={action}
    >
      {text}
    </StepRow>
  )
  return (
    <Card title="Rotate the secret">
      <ol className="grid grid-cols-1 gap-4 p-4 text-sm">
        {step(
          'create',
          'Create a new secret',
          rotation.step === 'create' ? (
            'Both secrets work until the old one expires, at most 7 days later.'
          ) : (
            <>
              Created <Time at={rotation.made.createdAt} />, expires{' '}
              <Time at={rotation.made.expiresAt} />.
            </>
          ),
          rotation.step === 'create' && (
            <ActionButton
              op={createAccountSecret}
              whyNot={whyNoNew}
              scope={{ kind: 'organization', orgId: place.orgId }}
              variant="primary"
              size="sm"
              aria-haspopup="dialog"
              onPress={creating.open}
            >
              {createAccountSecret.verbs?.do}
            </ActionButton>
          ),
        )}
        {step('use', 'Give it to every program', <UseText rotation={rotation} />)}
        {step(
          'delete',
          'Delete the old secret',
          rotation.step === 'create' ? (
            'When no program uses it anymore.'
          ) : (
            <>
              {count(rotation.old.length, 'older secret')}, last valid until{' '}
              <Time at={rotation.old[0]?.expiresAt} />.
            </>
          ),
          rotation.step !== 'create' &&
            rotation.old.map(({ id }) => (
              <ConfirmAction
                key={id}
                op={deleteAccountSecret}
                input={{ ...place, secretId: id }}
                label="Delete old secret"
                ariaLabel={`Delete old secret ${id}`}
                whyNot={whyKept(id) ?? null}
                variant={rotation.step === 'delete' ? 'primary' : 'plain'}
                size="sm"
              />
            )),
        )}
      </ol>
      {/* Not in its step, which ends while the secret is shown. */}
      {creating.isOpen && (
        <CreateSecret {...place} opened={secrets.map(({ id }) => id)} onClose={creating.close} />
      )}
    </Card>
  )
}

function UseText({ rotation }: { rotation: ReturnType<typeof rotationOf> }) {
  if (rotation.step === 'create') return 'Atlas then shows when each secret was last used.'
  if (rotation.step === 'delete')
    return (
      <>
        The new secret was last used <Time at={rotation.made.lastUsedAt} />. Since then, nothing
        used an old one.
      </>
    )
  return rotation.isOldUsed
    ? 'A program still used an old secret after the new one was created.'
    : 'No program has used the new secret yet.'
}

const StepRow = ({
  number,
  title,
  isDone,
  isNow,
  action,
  children,
}: {
  number: number
  title: string
  isDone: boolean
  isNow: boolean
  action: ReactNode
  children: ReactNode
}) => (
  <li aria-current={isNow ? 'step' : undefined} className="flex items-start gap-3">
    <span
      aria-hidden
      className={cn(
        'grid size-6 shrink-0 place-items-center rounded-full font-medium text-xs [&_svg]:size-3.5',
        isDone
          ? 'bg-good-soft text-good'
          : isNow
            ? 'bg-accent-soft text-accent'
            : 'bg-sunken text-muted',
      )}
    >
      {isDone ? <svg aria-hidden className="icon-[check]" /> : number}
    </span>
    <div className="flex min-w-0 grow flex-wrap items-start justify-between gap-x-4 gap-y-2">
      <div className="min-w-0">
        <p className={cn('font-medium', !isNow && !isDone && 'text-muted')}>
          {title}
          {isDone && <span className="sr-only"> (done)</span>}
        </p>
        <p className="max-w-2xl text-muted">{children}</p>
      </div>
      {action && <div className="flex flex-wrap gap-2">{action}</div>}
    </div>
  </li>
)
