import { useCallback } from 'react'
import { useFormContext } from 'react-hook-form'
import { list } from '@/lib/format/words'
import type { Pasted } from '@/lib/ops/pasted'
import { processorIn } from '@/lib/ops/stream-file'
import type { Offer } from '../form/json-offer'

const typed = { shouldDirty: true, shouldTouch: true, shouldValidate: false }

/** Takes a whole processor, pasted as its pipeline, apart into the fields of the form around it. */
export function useProcessorOffer(takesName: boolean): (pasted: Pasted) => Offer | undefined {
  const form = useFormContext()
  return useCallback(
    (pasted) => {
      const file = processorIn(pasted)
      if (!file) return undefined
      const name = takesName ? file.name : undefined
      const { dlq, tier, failoverEnabled, pipeline } = file
      const parts = [
        'pipeline',
        ...(name === undefined ? [] : [`name “${name}”`]),
        ...(dlq ? [`dead-letter queue ${dlq.db}.${dlq.coll} through ${dlq.connectionName}`] : []),
        ...(tier ? [`tier ${tier}`] : []),
        ...(failoverEnabled === undefined ? [] : [`failover ${failoverEnabled ? 'on' : 'off'}`]),
      ]
      const isWhole = parts.length > 1 || file.name !== undefined
      return {
        sentence: pasted.isShell
          ? `This is mongosh syntax. It can be rewritten as JSON: ${list(parts)}.`
          : `This is a whole processor. Fill in its ${list(parts)}?`,
        left: [...(file.name !== undefined && !takesName ? ['name'] : []), ...file.left],
        button: isWhole ? 'Fill in the form' : 'Rewrite as JSON',
        take: () => {
          form.setValue('pipeline', pipeline, typed)
          if (name !== undefined) form.setValue('name', name, typed)
          if (tier) form.setValue('tier', tier, typed)
          if (failoverEnabled !== undefined)
            form.setValue('failoverEnabled', failoverEnabled, typed)
          for (const [key, value] of Object.entries(dlq ?? {}))
            form.setValue(`options.dlq.${key}`, value, typed)
        },
      }
    },
    [form, takesName],
  )
}
