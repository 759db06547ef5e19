/** The verbs of the metadata reflection proposal that @peculiar/x509's container asks for. */
interface MetadataReflection {
  getMetadata?(key: unknown, target: object): unknown
  getOwnMetadata?(key: unknown, target: object): unknown
  defineMetadata?(key: unknown, value: unknown, target: object): void
}

/** Provides metadata reflection where nobody did: @peculiar/x509 refuses to load without it. */
export function provideReflection(): void {
  const reflect = Reflect as MetadataReflection
  if (reflect.getMetadata !== undefined) return
  const store = new WeakMap<object, Map<unknown, unknown>>()
  const own = (key: unknown, target: object): unknown => store.get(target)?.get(key)
  reflect.getOwnMetadata = own
  reflect.getMetadata = own
  reflect.defineMetadata = (key, value, target) => {
    store.set(target, (store.get(target) ?? new Map<unknown, unknown>()).set(key, value))
  }
}
