#pragma once

#include "core/interfaces/window.h"

#include <QtCore/QHash>
#include <QtWidgets/QWidget>

#include <memory>
#include <stop_token>

class QVBoxLayout;

namespace ui::theme {
class Banner;
class Label;
class Spinner;
} // namespace ui::theme

namespace ui::models {

class KeyForm;
class ModelRow;

/// Choosing a model: found on this machine, suggested by the environment, an address with a key, or the demo model. A
/// choice is tried out before it is kept, and every one says where the conversation would go.
class ModelChooser final : public QWidget {
    Q_OBJECT
public:
    enum class DemoModel { Offered, First, NotOffered };

    explicit ModelChooser(QWidget* parent = nullptr);
    ~ModelChooser() override;

    /// Starts the search on this machine. Null takes everything away.
    void setModels(std::shared_ptr<core::interfaces::Models> models, DemoModel demo);
    /// An administrator chose the model: nothing can be changed here.
    void setManaged(bool managed);
    /// Gives the keyboard to the first thing that can be pressed.
    void focusFirst();

Q_SIGNALS:
    /// The model answered, is kept and is the current one now.
    void chosen();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void rebuildRows();
    void search();
    void tryOut(core::interfaces::EndpointInput input);
    void showCheck(const core::interfaces::EndpointInput& input,
                   const core::Result<core::interfaces::EndpointCheck>& check);
    void keep(const core::interfaces::EndpointInput& input, bool demo);
    void offerServer(const core::interfaces::EndpointInput& input, const QString& where, const QString& account);
    void acceptServer();
    void showProblem(const QString& sentence, const QString& action);
    void setBusy(const QString& what);
    void refreshEnabled();
    [[nodiscard]] ModelRow* addRow(QVBoxLayout* to);

    std::shared_ptr<core::interfaces::Models> models_;
    DemoModel demo_ = DemoModel::Offered;
    bool managed_ = false;
    bool busy_ = false;
    bool searching_ = false;
    QList<core::interfaces::FoundServer> found_;
    std::stop_source stop_;
    core::interfaces::EndpointInput offered_; ///< what the problem's button would try out; without a key
    QHash<QString, QString> accepted_;        ///< system accounts, by the address they were accepted for
    // All owned by this widget's layout.
    theme::Banner* problem_;
    QWidget* progress_;
    theme::Label* progressText_;
    QVBoxLayout* demoRows_;
    theme::Label* foundHeading_;
    QVBoxLayout* foundRows_;
    theme::Label* keyHeading_;
    KeyForm* form_;
    QVBoxLayout* demoRowsLast_;
};

} // namespace ui::models
