'use client'
import { createContext, type ReactNode, useContext } from 'react'

const Title = createContext<ReactNode>(undefined)

/** Tells the panels of a page what its heading says. */
export const PageTitle = ({ title, children }: { title: ReactNode; children: ReactNode }) => (
  <Title value={title}>{children}</Title>
)

/** Whether a title repeats the heading of the page. */
export const useIsRepeated = (title: ReactNode): boolean => useContext(Title) === title
