"""The direction of the house, in one table.

A folder of src/ may include itself, the folders of its row and its own libraries. The table in
ARCHITECTURE.md is checked against this one. Rows stand from top to bottom.
"""

# folder: (may include, headers of third-party libraries that no other folder includes)
LAYERS = {
    'cli': (('server', 'app', 'base'), ('termios.h',)),
    'server': (('app', 'text', 'base'), ('microhttpd.h', 'sys/socket.h', 'netinet/in.h', 'arpa/inet.h', 'netdb.h')),
    'verify': (('model', 'law', 'text', 'base'), ()),
    'app': (('search', 'paper', 'desk', 'engine', 'model', 'judgment', 'document', 'law', 'office', 'store',
             'text', 'base'), ('chaming.h',)),
    'search': (('text', 'base'), ()),
    'paper': (('office', 'base'), ('xlsxwriter.h',)),
    'engine': (('model', 'base'), ('duckdb.h',)),
    'model': (('law', 'text', 'base'), ('libfyaml.h',)),
    'judgment': (('law', 'text', 'base'), ()),
    'document': (('office', 'text', 'base'),
                 ('linux/filter.h', 'linux/seccomp.h', 'poll.h', 'seccomp.h', 'sys/prctl.h',
                  'sys/wait.h')),
    'law': (('text', 'base'), ()),
    'desk': (('base',), ('sqlite3.h',)),
    'store': (('base',), ('sodium.h',)),
    'office': (('base',), ('zip.h', 'csv.h', 'libxml/HTMLparser.h', 'libxml/xmlreader.h',
                          'libxml/xmlwriter.h')),
    'text': (('base',), ('hs/hs.h', 'hs.h', 'unicode/ucnv.h')),
    'base': ((), ('yajl/yajl_gen.h', 'yajl/yajl_parse.h', 'yajl/yajl_common.h',
                  'openssl/evp.h', 'openssl/rand.h', 'openssl/sha.h', 'openssl/err.h', 'pthread.h', 'zstd.h')),
}

# Headers that the build makes.
GENERATED = {'server/routes.h'}

# Headers of C and POSIX that every folder may include.
SYSTEM_HEADERS = {
    'assert.h', 'ctype.h', 'dirent.h', 'errno.h', 'fcntl.h', 'getopt.h', 'inttypes.h', 'limits.h',
    'locale.h', 'math.h', 'signal.h', 'stdalign.h', 'stdarg.h', 'stdatomic.h',
    'stdbool.h', 'stddef.h', 'stdint.h', 'stdio.h', 'stdlib.h', 'string.h', 'strings.h', 'sys/file.h',
    'sys/mman.h', 'sys/resource.h', 'sys/stat.h', 'sys/types.h', 'time.h', 'unistd.h',
}
