// Precompiled for every test program. Not QtTest itself: its header differs by the test's folder.
#include "pch_core.h"
