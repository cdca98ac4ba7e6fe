'use client'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import { useWhyNot } from '@/lib/client/use-me'
import { type Shape, scopeOf } from '@/lib/ops/define'
import { OpForm, type OpFormProps } from '../form/op-form'
import { useReload } from '../ops/use-reload'
import { Card } from '../ui/page'
import { useFocusIn } from './use-focus'

/** A form of an operation on the page itself, in place of a side panel that is too narrow for it. */
export function FormCard<I extends Shape, O extends z.ZodType>({
  title,
  description,
  notice,
  onClose,
  opened,
  whyNot,
  ...form
}: Omit<OpFormProps<I, O>, 'submit' | 'onCancel' | 'opened'> & {
  /** By default the operation's verb. */
  submit?: OpFormProps<I, O>['submit']
  /** For inputs with `opened`. By default it is read again as the operation says. */
  opened?: Partial<NonNullable<OpFormProps<I, O>['opened']>>
  /** By default the operation's title. */
  title?: string
  description: string
  /** Above the fields. */
  notice?: ReactNode
  onClose: () => unknown
}) {
  const { op, start } = form
  const focus = useFocusIn()
  const reload = useReload(op, start)
  const refused = useWhyNot(op, scopeOf(op, start))
  return (
    <Card className="grid max-w-4xl grid-cols-1 gap-4 p-4">
      <div>
        <h2 {...focus} className="rounded font-semibold text-base">
          {title ?? op.title}
        </h2>
        <p className="mt-0.5 text-muted text-sm">{description}</p>
      </div>
      {notice}
      <OpForm
        submit={op.verbs?.do ?? op.title}
        onDone={() => void onClose()}
        {...form}
        {...(op.opened || opened ? { opened: { reload, ...opened } } : {})}
        whyNot={refused ?? whyNot}
        onCancel={() => void onClose()}
      />
    </Card>
  )
}
