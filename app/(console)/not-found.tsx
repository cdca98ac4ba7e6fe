import { NothingHere } from '@/components/ui/nothing-here'

export default function ConsoleNotFound() {
  return <NothingHere />
}
