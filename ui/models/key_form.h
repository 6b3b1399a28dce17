#pragma once

#include "core/interfaces/views.h"

#include <QtWidgets/QWidget>

class QButtonGroup;

namespace ui::theme {
class Button;
class Card;
class Field;
class Label;
} // namespace ui::theme

namespace ui::models {

/// Address, model and key of a service. The key goes inward only: it is never put into the field from outside.
class KeyForm final : public QWidget {
    Q_OBJECT
public:
    explicit KeyForm(QWidget* parent = nullptr);

    [[nodiscard]] core::interfaces::EndpointInput input() const;
    void showProblem(core::interfaces::EndpointField field, const QString& sentence);
    void showBadAddress();
    void setKnownModels(const QStringList& models);
    void clearKey();

Q_SIGNALS:
    void submitted();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void applyProvider(int provider);
    void submit();
    void refreshDestination();
    int provider_ = 0;
    // All owned by this widget's layout.
    theme::Card* card_;
    QButtonGroup* providers_;
    theme::Field* address_;
    theme::Field* model_;
    theme::Field* key_;
    theme::Label* destination_;
    theme::Button* submit_;
};

/// "api.example.com", or nothing while the address has no host yet. In ASCII, so that no other script can pose as it.
[[nodiscard]] QString hostOf(const QString& address);
/// Where a conversation goes, as a sentence.
[[nodiscard]] QString destinationText(const QString& host);

} // namespace ui::models
