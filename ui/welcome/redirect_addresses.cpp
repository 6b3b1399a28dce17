#include "ui/welcome/redirect_addresses.h"

#include "ui/theme/button.h"
#include "ui/theme/label.h"

#include <QtCore/QEvent>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <utility>

namespace ui::welcome {

using theme::Button;
using theme::Icon;
using theme::Ink;
using theme::Label;
using theme::Space;
using theme::Type;

/// Text to select, as high as it is. An address that is too long for a line goes on in the next one: QLabel would not
/// break it.
class RedirectAddresses::Lines final : public QPlainTextEdit {
public:
    explicit Lines(QWidget* parent)
        : QPlainTextEdit(parent)
    {
        setObjectName(QStringLiteral("redirectAddresses"));
        setReadOnly(true);
        setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        setTabChangesFocus(true);
        setFrameShape(QFrame::NoFrame);
        setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        viewport()->setAutoFillBackground(false);
        document()->setDocumentMargin(0);
        refresh();
    }
    void setLines(const QStringList& lines)
    {
        setPlainText(lines.join(QLatin1Char('\n')));
        fit();
    }

protected:
    void resizeEvent(QResizeEvent* event) override
    {
        QPlainTextEdit::resizeEvent(event);
        fit();
    }
    void changeEvent(QEvent* event) override
    {
        QPlainTextEdit::changeEvent(event);
        if (event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::PaletteChange) refresh();
    }

private:
    void refresh()
    {
        if (std::exchange(refreshing_, true)) return; // setting font or palette comes back here as a change
        setFont(theme::font(Type::Mono));
        QPalette own;
        own.setColor(QPalette::Text, theme::ink(theme::colors(QPalette()), Ink::Normal));
        setPalette(own);
        fit();
        refreshing_ = false;
    }
    void fit()
    {
        const auto lines = static_cast<int>(document()->size().height()); // of a QPlainTextDocumentLayout: in lines
        setFixedHeight(std::max(lines, 1) * fontMetrics().lineSpacing() + 1);
    }
    bool refreshing_ = false;
};

RedirectAddresses::RedirectAddresses(QWidget* parent)
    : QWidget(parent)
    , toggle_(new Button(Button::Kind::Link, {}, this))
    , body_(new QWidget(this))
    , note_(new Label(Type::Caption, Ink::Muted, Label::Wrap::Yes, body_))
    , lines_(new Lines(body_))
    , copy_(new Button(Button::Kind::Quiet, {}, body_))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Space::Small);
    column->addWidget(toggle_, 0, Qt::AlignLeft);
    column->addWidget(body_);
    auto* inner = new QVBoxLayout(body_);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(Space::Small);
    inner->addWidget(note_);
    inner->addWidget(lines_);
    inner->addWidget(copy_, 0, Qt::AlignLeft);
    toggle_->setObjectName(QStringLiteral("redirectToggle"));
    copy_->setObjectName(QStringLiteral("redirectCopy"));
    connect(toggle_, &QAbstractButton::clicked, this, [this] { setUnfolded(body_->isHidden()); });
    connect(copy_, &QAbstractButton::clicked, this, &RedirectAddresses::copy);
    setUnfolded(false);
    hide();
}

void RedirectAddresses::setAddresses(const QStringList& addresses)
{
    if (addresses == addresses_) return;
    addresses_ = addresses;
    copied_ = false;
    lines_->setLines(addresses_);
    retranslate();
    setVisible(!addresses_.isEmpty());
}

void RedirectAddresses::setUnfolded(bool unfold)
{
    body_->setVisible(unfold);
    toggle_->setIconName(unfold ? Icon::ChevronUp : Icon::ChevronDown);
    copied_ = false;
    retranslate();
    if (unfold) Q_EMIT unfolded();
}

void RedirectAddresses::copy()
{
    QGuiApplication::clipboard()->setText(addresses_.join(QLatin1Char('\n')));
    copied_ = true;
    retranslate();
}

void RedirectAddresses::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void RedirectAddresses::retranslate()
{
    toggle_->setText(body_->isHidden() ? tr("For your administrator") : tr("Hide the redirect addresses"));
    toggle_->setAccessibleDescription(tr("The redirect addresses to register for Sekisho"));
    note_->setText(tr("Sekisho comes back from this provider to these addresses. They have to be registered there "
                      "exactly as they stand."));
    lines_->setAccessibleName(tr("Redirect addresses"));
    copy_->setText(copied_ ? tr("Copied") : tr("Copy the addresses"));
    copy_->setIconName(copied_ ? Icon::Check : Icon::Copy);
}

} // namespace ui::welcome
