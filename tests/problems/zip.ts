import { crc32, deflateRawSync } from 'node:zlib';

/** An entry as an attacker writes it: every field may lie. */
export interface RawEntry {
  readonly name: string | Buffer;
  readonly data?: Buffer;
  readonly mode?: number;
  readonly flags?: number;
  readonly method?: number;
  /** What the headers say; the truth unless given. */
  readonly claimedSize?: number;
  /** Points to the local header of another entry. */
  readonly sameAs?: number;
}

/** A zip from raw entries. Our own, because no library writes what an attacker does. */
export function rawZip(entries: readonly RawEntry[], claimedCount = entries.length): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.isBuffer(entry.name) ? entry.name : Buffer.from(entry.name);
    const data = entry.data ?? Buffer.alloc(0);
    const packed = (entry.method ?? 8) === 8 ? deflateRawSync(data) : data;
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE((entry.flags ?? 0) | 0x800, 2);
    header.writeUInt16LE(entry.method ?? 8, 4);
    header.writeUInt16LE(0x21, 8);
    header.writeUInt32LE(checksum(data), 10);
    header.writeUInt32LE(packed.length, 14);
    header.writeUInt32LE(entry.claimedSize ?? data.length, 18);
    header.writeUInt16LE(name.length, 22);
    const at = entry.sameAs === undefined ? offset : (offsets[entry.sameAs] ?? 0);
    offsets.push(at);
    const attributes = Buffer.alloc(14);
    attributes.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    attributes.writeUInt32LE(at, 10);
    central.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), header, attributes, name);
    if (entry.sameAs !== undefined) continue;
    const piece = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), header, name, packed]);
    local.push(piece);
    offset += piece.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(claimedCount, 8);
  end.writeUInt16LE(claimedCount, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

/** Node 20 has no crc32 before 20.15, and its types may lack it. */
function checksum(data: Buffer): number {
  return crc32(data);
}
