#pragma once
#include <sqlite3.h>

/// `sqlite3_config` has variable arguments, which Swift does not import. Must come before anything else of SQLite.
static inline int desk_sqlite_without_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
