'use client'
import { useMemo } from 'react'
import { useAddress } from '@/lib/client/use-address'

type Input = Record<string, unknown>

/** The parameters of a read in the explorer, kept in the URL once it was sent. Undefined before that. */
export function useSentInput(): [Input | undefined, (input: Input) => void] {
  const { get, set } = useAddress()
  const text = get('input')
  const sent = useMemo(() => (text === null ? undefined : parsed(text)), [text])
  return [sent, (input) => set({ input: JSON.stringify(input) })]
}

/** Undefined for what is not a JSON object, such as a cut link. */
function parsed(text: string): Input | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined
  } catch {
    return undefined
  }
}
