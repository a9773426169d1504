import type { DescriptorProto__Output } from "../../../proto/gen/google/protobuf/DescriptorProto.ts";
import type { EnumDescriptorProto__Output } from "../../../proto/gen/google/protobuf/EnumDescriptorProto.ts";
import type { FieldDescriptorProto__Output } from "../../../proto/gen/google/protobuf/FieldDescriptorProto.ts";
import type { FileDescriptorProto__Output } from "../../../proto/gen/google/protobuf/FileDescriptorProto.ts";

/** A proto file: what it says, and the bytes to send. They are never encoded anew, which would lose custom options. */
export interface DescriptorFile {
  readonly descriptor: FileDescriptorProto__Output;
  readonly bytes: Buffer;
}

/** Answers what server reflection may ask. File lists hold the file asked for, then all that it imports. */
export interface ReflectionIndex {
  filesByName(name: string): readonly Buffer[] | undefined;
  /** By the full name of anything declared: a message, field, enum, enum value, service, method, extension. */
  filesBySymbol(symbol: string): readonly Buffer[] | undefined;
  filesByExtension(extendedType: string, number: number): readonly Buffer[] | undefined;
  /** The numbers of all extensions of a message; undefined when there is no such message. */
  extensionNumbers(extendedType: string): readonly number[] | undefined;
}

/** Indexes a set of files that holds all its imports. */
export function createReflectionIndex(files: readonly DescriptorFile[]): ReflectionIndex {
  const byName = new Map(files.map((file) => [file.descriptor.name, file]));
  const bySymbol = new Map<string, DescriptorFile>();
  const byExtension = new Map<string, Map<number, DescriptorFile>>();
  for (const file of files) {
    for (const symbol of declaredSymbols(file.descriptor)) bySymbol.set(symbol, file);
    for (const { extendee, number } of declaredExtensions(file.descriptor)) {
      const extensions = byExtension.get(withoutDot(extendee)) ?? new Map<number, DescriptorFile>();
      byExtension.set(withoutDot(extendee), extensions.set(number, file));
    }
  }
  const withImports = (file: DescriptorFile | undefined) => file && collectImports(file, byName);
  return {
    filesByName: (name) => withImports(byName.get(name)),
    filesBySymbol: (symbol) => withImports(bySymbol.get(withoutDot(symbol))),
    filesByExtension: (type, number) => withImports(byExtension.get(withoutDot(type))?.get(number)),
    extensionNumbers: (type) =>
      bySymbol.has(withoutDot(type)) ? [...(byExtension.get(withoutDot(type))?.keys() ?? [])] : undefined,
  };
}

function collectImports(first: DescriptorFile, byName: ReadonlyMap<string, DescriptorFile>): Buffer[] {
  const found = new Set([first]);
  // A set yields what is added while it is being iterated, so this reaches imports of imports.
  for (const { descriptor } of found) {
    for (const name of descriptor.dependency) {
      const file = byName.get(name);
      if (file !== undefined) found.add(file);
    }
  }
  return [...found].map((file) => file.bytes);
}

function declaredSymbols(file: FileDescriptorProto__Output): string[] {
  const scope = file.package;
  const services = file.service.flatMap((service) => {
    const name = join(scope, service.name);
    return [name, ...service.method.map((method) => join(name, method.name))];
  });
  const extensions = file.extension.map((extension) => join(scope, extension.name));
  return [
    ...file.messageType.flatMap((message) => messageSymbols(scope, message)),
    ...file.enumType.flatMap((declared) => enumSymbols(scope, declared)),
    ...services,
    ...extensions,
  ];
}

function messageSymbols(scope: string, message: DescriptorProto__Output): string[] {
  const name = join(scope, message.name);
  return [
    name,
    ...[...message.field, ...message.oneofDecl, ...message.extension].map((member) =>
      join(name, member.name),
    ),
    ...message.enumType.flatMap((declared) => enumSymbols(name, declared)),
    ...message.nestedType.flatMap((nested) => messageSymbols(name, nested)),
  ];
}

/** Enum values belong to the scope around their enum, as in C++. */
function enumSymbols(scope: string, declared: EnumDescriptorProto__Output): string[] {
  return [join(scope, declared.name), ...declared.value.map((value) => join(scope, value.name))];
}

function declaredExtensions(file: FileDescriptorProto__Output): FieldDescriptorProto__Output[] {
  const nested = (message: DescriptorProto__Output): FieldDescriptorProto__Output[] => [
    ...message.extension,
    ...message.nestedType.flatMap(nested),
  ];
  return [...file.extension, ...file.messageType.flatMap(nested)];
}

function join(scope: string, name: string): string {
  return scope === "" ? name : `${scope}.${name}`;
}

/** Descriptors write full names with a leading dot; clients may as well. */
function withoutDot(name: string): string {
  return name.startsWith(".") ? name.slice(1) : name;
}
