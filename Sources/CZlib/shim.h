#pragma once
#include <zlib.h>

/// `deflateInit2` is a macro, which Swift does not import. 15 + 16 asks for a gzip wrapper.
static inline int desk_gzip_init(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
}
