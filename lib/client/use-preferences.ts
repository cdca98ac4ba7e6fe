'use client'
import { useQuery } from '@tanstack/react-query'
import { defaultPreferences, getPreferences, type Preferences } from '@/lib/ops/preferences'
import { read } from './use-op'

/** The person's preferences, which every page gets with its first answer. */
export function usePreferences(): Preferences {
  const { data } = useQuery({ ...read(getPreferences, {}), enabled: false })
  return { ...defaultPreferences, ...data?.data }
}
