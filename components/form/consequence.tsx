'use client'
import { isGated } from '@/lib/ops/friction'
import '@/lib/client/zod-now'
import { useDeferredValue, useEffect, useState } from 'react'
import { type FieldValues, type UseFormReturn, useWatch } from 'react-hook-form'
import type { Preview } from '@/lib/ops/console'
import type { Op } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { LifecycleNote } from '../data/lifecycle-note'
import { PreviewCalls, usePreview } from '../ops/call-preview'
import { Impact } from '../ops/impact'
import { Banner } from '../ui/banner'
import { useDialogSlots } from '../ui/dialog-slots'

const PAUSE_MS = 350

/** What the form would do, read when typing pauses and the input is valid; undefined until then. */
export function useFormPreview(
  form: UseFormReturn,
  op: Pick<Op, 'id' | 'input'> | undefined,
  shape: (values: FieldValues) => FieldValues = (values) => values,
): Preview | undefined {
  const values = useDeferredValue(useWatch({ control: form.control }))
  const [input, setInput] = useState<FieldValues>()
  useEffect(() => {
    const timer = setTimeout(() => {
      const fits = op?.input.safeParse(shape(values))
      setInput(fits?.success ? fits.data : undefined)
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [op, shape, values])
  const preview = usePreview(op?.id ?? '', op && input)
  return input ? preview.data?.data : undefined
}

/** The failure that sending would have, from the preview right before. */
export const stopOf = ({ whyNot, fields }: Preview): OpError | undefined =>
  whyNot === null
    ? undefined
    : fields
      ? OpError.of('invalid', whyNot, { fields })
      : OpError.of('conflict', whyNot)

/** As high as what most forms show, so that the buttons of a form on a page stay where they are. */
const box = 'grid min-h-30 grid-cols-1 gap-2'

/**
 * What will happen, why it needs care or is refused, and the API call. Before there is a preview, a form on a page has its
 * space. `failed` is what the form shows anyway.
 */
export function Consequence({
  preview,
  failed,
  said,
}: {
  preview: Preview | undefined
  failed: OpError | undefined
  /** Why the form can't be sent, which it says itself. */
  said?: string | undefined
}) {
  const isOnPage = useDialogSlots() === undefined
  if (!preview)
    return isOnPage && !said ? (
      <div className={box}>
        <Banner>Fill in the form to see what it will do.</Banner>
      </div>
    ) : null
  const { summary, friction, lifecycle, impact } = preview
  // The fields show their own errors.
  const isShown =
    preview.fields !== undefined || [failed?.message, said].includes(preview.whyNot ?? undefined)
  const whyNot = isShown ? null : preview.whyNot
  return (
    <div className={isOnPage ? `${box} content-start` : 'grid grid-cols-1 gap-2'}>
      {lifecycle && <LifecycleNote lifecycle={lifecycle} />}
      <Banner
        tone={friction.level === 'none' && whyNot === null ? 'neutral' : 'warn'}
        title={`${summary}.`}
        role="status"
      >
        {whyNot ??
          (isGated(friction)
            ? `${friction.because} This needs approval.`
            : friction.level === 'none'
              ? undefined
              : friction.because)}
      </Banner>
      {/* Otherwise the next step shows them. */}
      {(friction.level === 'none' || isGated(friction)) && <Impact tells={impact} />}
      <PreviewCalls {...preview} />
    </div>
  )
}
