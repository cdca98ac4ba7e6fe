'use client'
import type { ReactNode } from 'react'
import { ButtonLink, type ButtonLook } from '../ui/button'
import { RefusableButton } from './action-button'

/** A link that looks like a button and may be refused. `whyNot` undefined means allowed. */
export const RefusableLink = ({
  href,
  whyNot,
  children,
  ...variant
}: ButtonLook & { href: string; whyNot: string | undefined; children: ReactNode }) =>
  whyNot === undefined ? (
    <ButtonLink {...variant} href={href}>
      {children}
    </ButtonLink>
  ) : (
    <RefusableButton {...variant} whyNot={whyNot} onPress={() => {}}>
      {children}
    </RefusableButton>
  )
