#include "core/interfaces/window.h"
// The classes' meta objects are compiled here.
