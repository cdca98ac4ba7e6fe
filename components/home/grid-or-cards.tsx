'use client'
import { useSyncExternalStore } from 'react'
import { Cards } from './cards'
import { Matrix, type MatrixProps } from './matrix'

const wide = () => window.matchMedia('(min-width: 640px)')

function subscribe(onChange: () => void) {
  const query = wide()
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}

/** The matrix, or on phones a card for each place with what was found. It never renders on the server. */
export const GridOrCards = (props: MatrixProps) =>
  useSyncExternalStore(
    subscribe,
    () => wide().matches,
    () => true,
  ) ? (
    <Matrix {...props} />
  ) : (
    <Cards {...props} />
  )
