import { useCallback } from 'react'
import { useFormContext } from 'react-hook-form'
import { list } from '@/lib/format/words'
import type { Pasted } from '@/lib/ops/pasted'
import { indexIn } from '@/lib/ops/search-file'
import type { Offer } from '../form/json-offer'

const typed = { shouldDirty: true, shouldTouch: true, shouldValidate: false }
const words = {
  name: 'name',
  database: 'database',
  collectionName: 'collection',
  type: 'kind',
} as const
const names = ['name', 'database', 'collectionName', 'type'] as const

/** Takes a whole index, pasted as its definition, apart into the fields of the form around it. */
export function useIndexOffer(takesNames: boolean): (pasted: Pasted) => Offer | undefined {
  const form = useFormContext()
  return useCallback(
    (pasted) => {
      const file = indexIn(pasted)
      if (!file) return undefined
      const given = names.filter((key) => file[key] !== undefined)
      const taken = takesNames ? given : []
      const parts = ['definition', ...taken.map((key) => `${words[key]} “${file[key]}”`)]
      return {
        sentence: pasted.isShell
          ? `This is mongosh syntax. It can be rewritten as JSON: ${list(parts)}.`
          : `This is a whole index. Fill in its ${list(parts)}?`,
        left: [...(takesNames ? [] : given), ...file.left],
        button: taken.length > 0 ? 'Fill in the form' : 'Use the definition',
        take: () => {
          form.setValue('definition', file.definition, typed)
          for (const key of taken) form.setValue(key, file[key], typed)
        },
      }
    },
    [form, takesNames],
  )
}
