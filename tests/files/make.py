#!/usr/bin/env python3
"""Make the files of this folder that no library of the tests can make: make.py, then commit them.

judgment.doc      Word 97: an OLE file with the streams WordDocument and 1Table, one piece of UTF-16 text
locked.doc        the same, marked as encrypted
judgment.pdf      two pages, text in a font that is not embedded, as old court programs made them
scan.pdf          two pages without text
locked.pdf        encrypted with a password nobody knows
"""

import pathlib
import struct

HERE = pathlib.Path(__file__).resolve().parent
SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD

PARAGRAPHS = ['某某市人民法院', '刑 事 判 决 书', '（2018）某01刑初1号',
              '公诉机关某某市人民检察院。',
              '被告人张某，男，1990年1月1日出生，汉族。因涉嫌犯盗窃罪，于2018年1月2日被刑事拘留。现羁押于某某市看守所。'
              '某某市人民检察院以某检公诉刑诉〔2018〕1号起诉书指控被告人张某犯盗窃罪，向本院提起公诉。',
              '被告人张某犯盗窃罪，判处有期徒刑六个月。', '审判员　李某', '二〇一八年三月一日']


def ole_entry(name, kind, start, size, child=FREE, right=FREE):
    raw = name.encode('utf-16-le') + b'\0\0'
    return (raw.ljust(64, b'\0') + struct.pack('<HBBIII', len(raw), kind, 1, FREE, right, child) +
            b'\0' * 36 + struct.pack('<III', start, size, 0))


def ole_file(streams):
    """Streams of 4096 bytes or more, one after the other, then the directory and the table of sectors."""
    body, table, starts = b'', [], []
    for _, data in streams:
        data = data.ljust(-(-len(data) // SECTOR) * SECTOR, b'\0')
        starts.append(len(table))
        count = len(data) // SECTOR
        table += [len(table) + i + 1 for i in range(count - 1)] + [END]
        body += data
    directory = len(table)
    table += [END, FAT]
    entries = ole_entry('Root Entry', 5, END, 0, child=1)
    for i, (name, data) in enumerate(streams):
        right = i + 2 if i + 1 < len(streams) else FREE
        entries += ole_entry(name, 2, starts[i], max(len(data), 4096), right=right)
    body += entries.ljust(SECTOR, b'\0')
    body += struct.pack(f'<{SECTOR // 4}I', *table, *[FREE] * (SECTOR // 4 - len(table)))
    header = struct.pack('<8s16sHHHHHHIIIIIIIIII', b'\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1', b'', 0x3E, 3,
                         0xFFFE, 9, 6, 0, 0, 0, 1, directory, 0, 4096, END, 0, END, 0)
    return header + struct.pack('<109I', directory + 1, *[FREE] * 108) + body


def word_file(locked=False):
    text = ''.join(p + '\r' for p in PARAGRAPHS)
    begin = 0x400
    fib = bytearray(begin)
    struct.pack_into('<HH', fib, 0, 0xA5EC, 0x00C1)
    struct.pack_into('<H', fib, 0x0A, 0x0200 | (0x0100 if locked else 0))
    struct.pack_into('<II', fib, 0x18, begin, begin + 2 * len(text))
    struct.pack_into('<I', fib, 0x4C, len(text))
    pieces = struct.pack('<IIHIH', 0, len(text), 0, begin, 0)
    clx = b'\x02' + struct.pack('<I', len(pieces)) + pieces
    styles = struct.pack('<HHH', 18, 0, 10).ljust(64, b'\0')  # a list of none
    struct.pack_into('<II', fib, 0x1A2, 0, len(clx))
    struct.pack_into('<II', fib, 0xA2, len(clx), len(styles))
    word = (bytes(fib) + text.encode('utf-16-le')).ljust(4096, b'\0')
    return ole_file([('WordDocument', word), ('1Table', (clx + styles).ljust(4096, b'\0'))])


def pdf_file(pages, encrypt=False):
    fonts = ('<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts '
             '[<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo '
             '<< /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor << /Type /FontDescriptor '
             '/FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 '
             '/Descent -200 /CapHeight 800 /StemV 80 >> >>] >>')
    objects = ['<< /Type /Catalog /Pages 2 0 R >>', None, fonts]
    kids = []
    for lines in pages:
        drawn = ''.join(f'BT /F1 12 Tf {x} {y} Td <{text.encode("utf-16-be").hex()}> Tj ET\n'
                        for x, y, text in lines)
        objects.append(f'<< /Length {len(drawn)} >>\nstream\n{drawn}endstream')
        objects.append(f'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R '
                       '/Resources << /Font << /F1 3 0 R >> >> >>')
        kids.append(f'{len(objects)} 0 R')
    objects[1] = f'<< /Type /Pages /Kids [{" ".join(kids)}] /Count {len(kids)} >>'
    out, places = b'%PDF-1.4\n', []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f'{number} 0 obj\n{content}\nendobj\n'.encode()
    where = len(out)
    out += f'xref\n0 {len(objects) + 1}\n0000000000 65535 f \n'.encode()
    out += b''.join(f'{place:010} 00000 n \n'.encode() for place in places)
    lock = (f'/Encrypt << /Filter /Standard /V 1 /R 2 /O <{"41" * 32}> /U <{"42" * 32}> /P -4 >> '
            f'/ID [<{"43" * 16}> <{"43" * 16}>] ') if encrypt else ''
    out += f'trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {lock}>>\nstartxref\n{where}\n%%EOF\n'.encode()
    return out


def lay_out(paragraphs):
    """Lines of 36 characters, the first of a paragraph indented by two, 20 lines a page."""
    lines = []
    for paragraph in paragraphs:
        width, rest = 34, paragraph
        while rest:
            lines.append((72 + 24 if rest is paragraph else 72, rest[:width]))
            rest, width = rest[width:], 36
    return [[(x, 780 - 20 * i, text) for i, (x, text) in enumerate(lines[at:at + 5])]
            for at in range(0, len(lines), 5)]


def main():
    texts = lay_out(PARAGRAPHS)
    files = {'judgment.doc': word_file(), 'locked.doc': word_file(locked=True),
             'judgment.pdf': pdf_file(texts), 'scan.pdf': pdf_file([[], []]),
             'locked.pdf': pdf_file(texts, encrypt=True)}
    for name, data in files.items():
        (HERE / name).write_bytes(data)


if __name__ == '__main__':
    main()
