// The floor that a start of Sekisho is compared with: what Qt Widgets itself takes for a window with nothing in it.
#include <QtWidgets/QApplication>
#include <QtWidgets/QWidget>

int main(int argc, char** argv)
{
    const QApplication application(argc, argv);
    QWidget window;
    window.resize(1180, 780);
    window.show();
    return QApplication::exec();
}
