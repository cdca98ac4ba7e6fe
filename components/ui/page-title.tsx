'use client'
import { createContext, type ReactNode, useContext, useEffect } from 'react'
import { setPageReady, UNREADY } from '@/lib/client/page-ready'
import { useIsAwake } from '@/lib/client/use-now'

const Title = createContext<ReactNode>(undefined)

/** The part of a page below its heading. Tells its panels what the heading says, and the page when it is hydrated. */
export function PageTitle({ title, children }: { title: ReactNode; children: ReactNode }) {
  useEffect(setPageReady, [])
  const isAwake = useIsAwake()
  return (
    <Title value={title}>
      {children}
      {!isAwake && <span hidden {...{ [UNREADY]: '' }} />}
    </Title>
  )
}

/** Whether a title repeats the heading of the page. */
export const useIsRepeated = (title: ReactNode): boolean => useContext(Title) === title
