'use client'
import type { ComponentProps } from 'react'
import { Button } from '../ui/button'

export const ExportButton = (props: ComponentProps<typeof Button>) => (
  <Button {...props}>
    {!props.pending && <svg aria-hidden className="icon-[download]" />} Export
  </Button>
)
