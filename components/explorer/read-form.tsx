'use client'
import '@/lib/client/zod-now'
import { useMemo } from 'react'
import { type FieldValues, FormProvider, useForm } from 'react-hook-form'
import { withoutEmpty } from '@/lib/format/values'
import type { Op } from '@/lib/ops/define'
import { resolverOf } from '../form/resolver'
import { Button } from '../ui/button'
import { Fields, useStart } from './fields'
import { useSentInput } from './use-sent-input'

/** The parameters of a call. */
export function ReadForm({
  op,
  submit,
  onSend,
}: {
  op: Op
  submit: string
  onSend: (input: Record<string, unknown>) => void
}) {
  const [sent] = useSentInput()
  const start = { ...useStart(op), ...sent }
  const resolver = useMemo(() => resolverOf(op.input, withoutEmpty, new Map()), [op])
  const form = useForm<FieldValues>({ defaultValues: start, resolver })
  return (
    <FormProvider {...form}>
      <form
        className="grid max-w-2xl gap-3"
        onSubmit={form.handleSubmit((values) => onSend(withoutEmpty(values)))}
      >
        <Fields op={op} />
        <div>
          <Button type="submit" variant="primary">
            {submit}
          </Button>
        </div>
      </form>
    </FormProvider>
  )
}
