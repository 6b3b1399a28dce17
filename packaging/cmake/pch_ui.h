// Precompiled for every ui module.
#include "pch_core.h"

#include <QtWidgets/QtWidgets>
