'use client'
import { DropdownMenu as Base } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'

const item =
  'flex min-h-8 select-none items-center gap-2 rounded px-2 py-1 text-sm outline-none data-highlighted:bg-hover data-[disabled]:text-faint pointer-coarse:min-h-10 [&_svg]:size-4 [&_svg]:shrink-0'

/** A dropdown menu. */
export function Menu({
  trigger,
  children,
  align = 'end',
  side = 'bottom',
  defaultOpen = false,
}: {
  trigger: ReactNode
  children: ReactNode
  /** For a menu that loads when its button is pressed. */
  defaultOpen?: boolean
  align?: 'start' | 'end'
  side?: 'top' | 'bottom' | 'right'
}) {
  return (
    // Not modal: a modal menu hides elements from screen readers that Tab still reaches.
    <Base.Root modal={false} defaultOpen={defaultOpen}>
      <Base.Trigger asChild>{trigger}</Base.Trigger>
      <Base.Portal>
        <Base.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 min-w-44 max-w-[calc(100vw-1rem)] animate-enter rounded-lg border border-line bg-raised p-1 text-text shadow-lift"
        >
          {children}
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  )
}

export const MenuItem = ({ className, ...rest }: ComponentProps<typeof Base.Item>) => (
  <Base.Item {...rest} className={cn(item, className)} />
)

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <Base.Label className="px-2 pt-1.5 pb-1 text-2xs text-faint">{children}</Base.Label>
)

export const MenuLine = () => <Base.Separator className="my-1 h-px bg-line" />

/** A group of options of which one is selected. */
export function MenuChoice({
  value,
  onChange,
  choices,
}: {
  value: string
  onChange: (value: string) => void
  choices: ReadonlyArray<{ value: string; label: string; icon?: ReactNode }>
}) {
  return (
    <Base.RadioGroup value={value} onValueChange={onChange}>
      {choices.map((choice) => (
        <Base.RadioItem
          key={choice.value}
          value={choice.value}
          className={item}
          onSelect={(event) => event.preventDefault()}
        >
          {choice.icon}
          <span className="grow">{choice.label}</span>
          <Base.ItemIndicator>
            <svg aria-hidden className="icon-[check]" />
          </Base.ItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  )
}

/** An option to toggle; the menu stays open. */
export function MenuCheck({
  checked,
  onChange,
  children,
}: {
  checked: boolean
  onChange: (checked: boolean) => void
  children: ReactNode
}) {
  return (
    <Base.CheckboxItem
      checked={checked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
      className={item}
    >
      <span className="grow">{children}</span>
      <Base.ItemIndicator>
        <svg aria-hidden className="icon-[check]" />
      </Base.ItemIndicator>
    </Base.CheckboxItem>
  )
}
