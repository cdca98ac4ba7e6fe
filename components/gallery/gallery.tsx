'use client'
import { useEffect, useState } from 'react'
import { Actions } from './actions'
import { answerHere } from './answers'
import { Data } from './data'
import { Forms } from './forms'
import { More } from './more'
import { States } from './states'

/** Every shared component in its states, without a server. For development and pictures. */
export function Gallery() {
  const [isReady, setReady] = useState(false)
  useEffect(() => {
    answerHere()
    setReady(true)
  }, [])
  if (!isReady) return null
  return (
    <main className="mx-auto grid max-w-7xl grid-cols-1 gap-10 px-4 py-6 sm:px-8">
      <h1 className="font-semibold text-2xl tracking-tight">Components</h1>
      <Actions />
      <States />
      <Data />
      <Forms />
      <More />
    </main>
  )
}
