'use client'
import { useQueryClient } from '@tanstack/react-query'
import type { OpError } from '@/lib/ops/failure'
import { defaultPreferences, getPreferences, type Preferences } from '@/lib/ops/preferences'
import { setPreferences } from '@/lib/ops/set-preferences'
import type { Answer } from './answer'
import { applyLook } from './preferences'
import { useCommand } from './use-command'

const key = [getPreferences.id, {}]

/** Changes preferences: the page follows at once, and goes back if the server refuses. */
export function useSetPreferences(onError: (error: OpError) => void) {
  const cache = useQueryClient()
  const command = useCommand(setPreferences)
  const show = (data: Preferences) => {
    applyLook(data)
    cache.setQueryData<Answer<Preferences>>(key, (was) => ({
      requestId: '',
      asOf: new Date().toISOString(),
      ...was,
      data,
    }))
  }
  return (change: Partial<Preferences>) => {
    const before = {
      ...defaultPreferences,
      ...cache.getQueryData<Answer<Preferences>>(key)?.data,
    }
    show({ ...before, ...change })
    command.mutate(change, {
      onSuccess: ({ data }) => show(data),
      onError: (error) => {
        show(before)
        onError(error)
      },
    })
  }
}
