#pragma once

#include "core/base/bilingual.h"

#include <QtCore/QString>
#include <QtCore/QStringList>

/// What the window sees of a call that the person is about to change.
namespace core::interfaces {

/// One argument of a call that waits, for the person to change. `value` and `agents` are in whole.
struct ArgumentFieldView {
    enum class Kind {
        Text,   ///< as it is
        Number, ///< "2.5"
        Switch, ///< "true" or "false"
        Lines,  ///< a list of texts, one a line
        Json,   ///< anything else, as JSON text
    };
    QString name; ///< the argument, as the tool calls it
    Kind kind = Kind::Json;
    bool required = false;
    bool given = false;
    QString value;            ///< when given
    bool agentGave = false;   ///< the agent had one here
    QString agents;           ///< which
    QStringList choices = {}; ///< Text: the values that the tool takes, where it takes no others

    friend bool operator==(const ArgumentFieldView&, const ArgumentFieldView&) = default;
};

/// What the person makes of one argument.
struct ArgumentEdit {
    QString name;
    ArgumentFieldView::Kind kind = ArgumentFieldView::Kind::Json; ///< of its field
    bool given = true;                                            ///< false: it is left out
    QString value;                                                ///< as ArgumentFieldView::value

    friend bool operator==(const ArgumentEdit&, const ArgumentEdit&) = default;
};

/// Why a call was not changed so.
struct EditProblemView {
    QString pointer; ///< JSON Pointer (RFC 6901) to what is wrong; empty: the whole
    Bilingual text;

    friend bool operator==(const EditProblemView&, const EditProblemView&) = default;
};

} // namespace core::interfaces
