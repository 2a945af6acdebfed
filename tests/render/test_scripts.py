"""What is read aloud is what was written, in every script that a leaflet may be in.

The texts below are samples for these tests: nobody has checked them as translations, and none may be published.
"""

import difflib
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest

from policygen.render.html.fonts import web_faces
from policygen.render.pdf import job as pdf
from policygen.render.pdf.job import PdfJob
from tests.conftest import ROOT, cannot_run

SAMPLES: dict[str, tuple[str | tuple[str, ...], ...]] = {
    "ar": (
        "سلامة الأطفال",
        "أحيانًا نحتاج إلى مشاركة المعلومات لحماية طفل. سنخبرك بما نشاركه، ومع من، ولماذا. لا نشارك إلا ما يلزم.",
        "يمكنك أن تسأل: «ماذا تعرفون عن طفلي؟» (ويمكنك إحضار صديق معك.) نحن نستمع إليك أوّلًا، ورأيك مهمّ جدًّا!",
        (
            "أخبرنا إذا كان هناك شيء يقلقك.",
            "اطلب مترجمًا؛ فالخدمة مجانية.",
            "إذا كان الطفل في خطر الآن، فاتصل بالرقم 999.",
        ),
        "الهاتف: {01632 960 101}، من الساعة 9:00 إلى الساعة 17:00، واسأل عن {Megan Hughes} (مجلس المدينة).",
        "البريد الإلكتروني: {help@northmoor.example} أو الموقع [الصفحة 3]. سنردّ عليك خلال 10 أيام، وشكرًا لك.",
        (
            "إن كان لديك سؤال عن هذه الورقة، أو أردت نسخة بحروف كبيرة أو بلغة أخرى، فاتصل بنا في أي "
            "وقت. لك الحق في أن ترى ما كُتب عنك وعن أسرتك؛ وإذا كان فيه خطأ، فاطلب منّا تصحيحه."
        ),
    ),
    "ur": (
        "بچوں کی حفاظت",
        (
            "کبھی کبھی کسی بچے کو محفوظ رکھنے کے لیے ہمیں معلومات دوسروں کو بتانی پڑتی ہیں۔ ہم آپ کو "
            "بتائیں گے کہ ہم کیا بتا رہے ہیں، کس کو اور کیوں۔"
        ),
        (
            "آپ پوچھ سکتے ہیں: ”آپ میرے بچے کے بارے میں کیا جانتے ہیں؟“ (آپ کسی دوست کو ساتھ لا سکتے "
            "ہیں۔) ہم آپ کی بات ضرور سنیں گے!"
        ),
        (
            "اگر کوئی بات آپ کو پریشان کرے تو ہمیں بتائیں۔",
            "ترجمان کے لیے کہیں؛ یہ مفت ہے۔",
            "اگر بچہ ابھی خطرے میں ہے تو 999 پر فون کریں۔",
        ),
        "فون: {01632 960 101}، صبح 9:00 سے شام 5:00 بجے تک، اور {Megan Hughes} (کونسل) سے بات کریں۔",
        "ای میل: {help@northmoor.example} یا [صفحہ 3] دیکھیں۔ ہم عموماً 10 دن کے اندر جواب دیں گے۔ شکریہ۔",
        (
            "اگر آپ یہ ورق بڑے حروف میں یا کسی اور زبان میں چاہتے ہیں تو ہمیں بتائیں۔ آپ کو حق ہے کہ "
            "جو کچھ آپ اور آپ کے خاندان کے بارے میں لکھا گیا ہے اسے دیکھیں؛ اگر اس میں غلطی ہو تو ہم "
            "سے درست کروائیں۔"
        ),
    ),
    "bn": (
        "শিশুদের নিরাপদ রাখা",
        "কখনো কখনো একটি শিশুকে নিরাপদ রাখতে আমাদের তথ্য অন্যদের জানাতে হয়। আমরা কী জানাচ্ছি, কাকে এবং কেন, তা আপনাকে বলব।",
        "আপনি জিজ্ঞাসা করতে পারেন: “আমার সন্তান সম্পর্কে আপনারা কী জানেন?” (আপনি সঙ্গে একজন বন্ধু আনতে পারেন।) আমরা আপনার কথা শুনব!",
        (
            "কোনো কিছু নিয়ে দুশ্চিন্তা হলে আমাদের বলুন।",
            "দোভাষী চাইতে পারেন; এটি বিনামূল্যে।",
            "শিশুটি এখন বিপদে থাকলে 999 নম্বরে ফোন করুন।",
        ),
        "ফোন: {01632 960 101}, সকাল ৯:০০ থেকে বিকেল ৫:০০, এবং {Megan Hughes} (কাউন্সিল)-এর সঙ্গে কথা বলুন।",
        "ইমেল: {help@northmoor.example} অথবা [পৃষ্ঠা ৩] দেখুন। আমরা ১০ দিনের মধ্যে উত্তর দেব। ধন্যবাদ।",
        (
            "এই কাগজটি বড় অক্ষরে বা অন্য ভাষায় চাইলে আমাদের জানান। আপনার ও আপনার পরিবার সম্পর্কে যা "
            "লেখা হয়েছে তা দেখার অধিকার আপনার আছে; ভুল থাকলে সংশোধন করতে বলুন।"
        ),
    ),
    "gu": (
        "બાળકોની સલામતી",
        "ક્યારેક બાળકને સુરક્ષિત રાખવા માટે અમારે માહિતી બીજાને આપવી પડે છે. અમે શું આપીએ છીએ, કોને અને શા માટે, તે તમને જણાવીશું.",
        "તમે પૂછી શકો છો: “તમે મારા બાળક વિશે શું જાણો છો?” (તમે સાથે મિત્રને લાવી શકો છો.) અમે તમારી વાત જરૂર સાંભળીશું!",
        (
            "કોઈ વાતની ચિંતા હોય તો અમને જણાવો.",
            "દુભાષિયો માગો; તે મફત છે.",
            "બાળક અત્યારે જોખમમાં હોય તો 999 પર ફોન કરો.",
        ),
        "ફોન: {01632 960 101}, સવારે ૯:૦૦ થી સાંજે ૫:૦૦, અને {Megan Hughes} (કાઉન્સિલ) સાથે વાત કરો.",
        "ઈમેલ: {help@northmoor.example} અથવા [પૃષ્ઠ ૩] જુઓ. અમે ૧૦ દિવસમાં જવાબ આપીશું. આભાર.",
        (
            "આ પત્રિકા મોટા અક્ષરોમાં કે બીજી ભાષામાં જોઈતી હોય તો અમને કહો. તમારા અને તમારા પરિવાર "
            "વિશે જે લખાયું છે તે જોવાનો તમને હક છે; કોઈ ભૂલ હોય તો સુધારવા કહો."
        ),
    ),
    "pa": (
        "ਬੱਚਿਆਂ ਨੂੰ ਸੁਰੱਖਿਅਤ ਰੱਖਣਾ",
        "ਕਈ ਵਾਰ ਕਿਸੇ ਬੱਚੇ ਨੂੰ ਸੁਰੱਖਿਅਤ ਰੱਖਣ ਲਈ ਸਾਨੂੰ ਜਾਣਕਾਰੀ ਦੂਜਿਆਂ ਨੂੰ ਦੇਣੀ ਪੈਂਦੀ ਹੈ। ਅਸੀਂ ਤੁਹਾਨੂੰ ਦੱਸਾਂਗੇ ਕਿ ਅਸੀਂ ਕੀ ਦੱਸਦੇ ਹਾਂ, ਕਿਸ ਨੂੰ ਅਤੇ ਕਿਉਂ।",
        "ਤੁਸੀਂ ਪੁੱਛ ਸਕਦੇ ਹੋ: “ਤੁਸੀਂ ਮੇਰੇ ਬੱਚੇ ਬਾਰੇ ਕੀ ਜਾਣਦੇ ਹੋ?” (ਤੁਸੀਂ ਕਿਸੇ ਦੋਸਤ ਨੂੰ ਨਾਲ ਲਿਆ ਸਕਦੇ ਹੋ।) ਅਸੀਂ ਤੁਹਾਡੀ ਗੱਲ ਸੁਣਾਂਗੇ!",
        (
            "ਜੇ ਕੋਈ ਗੱਲ ਤੁਹਾਨੂੰ ਫ਼ਿਕਰ ਵਿੱਚ ਪਾਵੇ ਤਾਂ ਸਾਨੂੰ ਦੱਸੋ।",
            "ਦੁਭਾਸ਼ੀਏ ਦੀ ਮੰਗ ਕਰੋ; ਇਹ ਮੁਫ਼ਤ ਹੈ।",
            "ਜੇ ਬੱਚਾ ਹੁਣ ਖ਼ਤਰੇ ਵਿੱਚ ਹੈ ਤਾਂ 999 ’ਤੇ ਫ਼ੋਨ ਕਰੋ।",
        ),
        "ਫ਼ੋਨ: {01632 960 101}, ਸਵੇਰੇ 9:00 ਤੋਂ ਸ਼ਾਮ 5:00 ਵਜੇ ਤੱਕ, ਅਤੇ {Megan Hughes} (ਕੌਂਸਲ) ਨਾਲ ਗੱਲ ਕਰੋ।",
        "ਈਮੇਲ: {help@northmoor.example} ਜਾਂ [ਸਫ਼ਾ 3] ਵੇਖੋ। ਅਸੀਂ 10 ਦਿਨਾਂ ਦੇ ਅੰਦਰ ਜਵਾਬ ਦੇਵਾਂਗੇ। ਧੰਨਵਾਦ।",
        (
            "ਜੇ ਤੁਸੀਂ ਇਹ ਪਰਚਾ ਵੱਡੇ ਅੱਖਰਾਂ ਵਿੱਚ ਜਾਂ ਕਿਸੇ ਹੋਰ ਭਾਸ਼ਾ ਵਿੱਚ ਚਾਹੁੰਦੇ ਹੋ ਤਾਂ ਸਾਨੂੰ ਦੱਸੋ। "
            "ਤੁਹਾਡੇ ਅਤੇ ਤੁਹਾਡੇ ਪਰਿਵਾਰ ਬਾਰੇ ਜੋ ਲਿਖਿਆ ਗਿਆ ਹੈ ਉਹ ਵੇਖਣ ਦਾ ਤੁਹਾਨੂੰ ਹੱਕ ਹੈ; ਜੇ ਕੋਈ ਗ਼ਲਤੀ "
            "ਹੋਵੇ ਤਾਂ ਠੀਕ ਕਰਵਾਓ।"
        ),
    ),
    "ta": (
        "குழந்தைகளின் பாதுகாப்பு",
        (
            "சில நேரங்களில் ஒரு குழந்தையைப் பாதுகாக்க நாங்கள் தகவலைப் பிறருக்குத் தெரிவிக்க "
            "வேண்டியிருக்கும். எதை, யாருக்கு, ஏன் தெரிவிக்கிறோம் என்று உங்களுக்குச் சொல்வோம்."
        ),
        "நீங்கள் கேட்கலாம்: “என் குழந்தையைப் பற்றி உங்களுக்கு என்ன தெரியும்?” (ஒரு நண்பரையும் அழைத்து வரலாம்.) நீங்கள் சொல்வதை நாங்கள் கேட்போம்!",
        (
            "ஏதாவது கவலை இருந்தால் எங்களிடம் சொல்லுங்கள்.",
            "மொழிபெயர்ப்பாளரைக் கேளுங்கள்; இது இலவசம்.",
            "குழந்தை இப்போது ஆபத்தில் இருந்தால் 999 எண்ணை அழையுங்கள்.",
        ),
        "தொலைபேசி: {01632 960 101}, காலை 9:00 முதல் மாலை 5:00 வரை, {Megan Hughes} (நகர மன்றம்) உடன் பேசுங்கள்.",
        "மின்னஞ்சல்: {help@northmoor.example} அல்லது [பக்கம் 3] பாருங்கள். 10 நாட்களுக்குள் பதில் தருவோம். நன்றி.",
        (
            "இந்தத் தாள் பெரிய எழுத்துகளில் அல்லது வேறு மொழியில் வேண்டுமானால் எங்களிடம் கேளுங்கள். "
            "உங்களைப் பற்றியும் உங்கள் குடும்பத்தைப் பற்றியும் எழுதியதைப் பார்க்க உங்களுக்கு உரிமை "
            "உண்டு; தவறு இருந்தால் திருத்தச் சொல்லுங்கள்."
        ),
    ),
    "cy": (
        "Cadw plant yn ddiogel",
        (
            "Weithiau mae angen i ni rannu gwybodaeth er mwyn cadw plentyn yn ddiogel. Byddwn yn "
            "dweud wrthych beth rydym yn ei rannu, â phwy a pham."
        ),
        (
            "Gallwch ofyn: “Beth ydych chi’n ei wybod am fy mhlentyn?” (Cewch ddod â ffrind.) Rydym "
            "yn gwrando arnoch chi, yn y tŷ neu ar y ffôn!"
        ),
        (
            "Dywedwch wrthym os oes rhywbeth yn eich poeni.",
            "Gofynnwch am gyfieithydd; mae’n rhad ac am ddim.",
            "Os yw plentyn mewn perygl nawr, ffoniwch 999.",
        ),
        "Ffôn: {01632 960 101}, 9:00–17:00, a gofynnwch am {Megan Hughes} (y Cyngor), Llŷn. Gwên, dŵr, tân, sïon.",
        "E-bost: {help@northmoor.example} neu [tudalen 3]. Byddwn yn ateb o fewn 10 diwrnod. Diolch.",
    ),
    "el": (
        "Ασφάλεια των παιδιών",
        (
            "Κάποτε χρειάζεται να δώσουμε πληροφορίες για να προστατέψουμε ένα παιδί. Θα σας πούμε τι "
            "δίνουμε, σε ποιον και γιατί."
        ),
        "Μπορείτε να ρωτήσετε: «Τι γνωρίζετε για το παιδί μου;» (Μπορείτε να έρθετε με έναν φίλο.) Σας ακούμε πάντα!",
        (
            "Πείτε μας αν κάτι σας ανησυχεί.",
            "Ζητήστε διερμηνέα· είναι δωρεάν.",
            "Αν ένα παιδί κινδυνεύει τώρα, καλέστε το 999.",
        ),
        "Τηλέφωνο: {01632 960 101}, 9:00–17:00, {Megan Hughes} (Δήμος).",
        (
            "Ηλεκτρονικό ταχυδρομείο: {help@northmoor.example} ή [σελίδα 3]. Απαντούμε σε 10 ημέρες. "
            "Ευχαριστούμε, προϊόν, Αΰπνος."
        ),
    ),
    "lt": (
        "Vaikų saugumas",
        (
            "Kartais turime pasidalyti informacija, kad vaikas būtų saugus. Pasakysime jums, ką, su "
            "kuo ir kodėl dalijamės."
        ),
        "Galite paklausti: „Ką žinote apie mano vaiką?“ (Galite atsivesti draugą.) Mes jūsų išklausysime!",
        (
            "Pasakykite mums, jei kas nors kelia nerimą.",
            "Prašykite vertėjo žodžiu; tai nemokama.",
            "Jei vaikui dabar gresia pavojus, skambinkite 999.",
        ),
        "Telefonas: {01632 960 101}, 9:00–17:00, kreipkitės į {Megan Hughes} (Taryba).",
        "El. paštas: {help@northmoor.example} arba žr. [3 puslapį]. Atsakysime per 10 dienų. Ačiū, šeima ir įstaigos.",
    ),
    "pl": (
        "Bezpieczeństwo dzieci",
        "Czasem musimy przekazać informacje, aby chronić dziecko. Powiemy Państwu, co przekazujemy, komu i dlaczego.",
        (
            "Można zapytać: „Co wiecie o moim dziecku?” (Można przyjść z kimś bliskim.) Zawsze "
            "słuchamy, choć możemy się różnić!"
        ),
        (
            "Proszę nam powiedzieć, jeśli coś budzi niepokój.",
            "Proszę poprosić o tłumacza; to usługa bezpłatna.",
            "Jeśli dziecku grozi niebezpieczeństwo, proszę dzwonić pod 999.",
        ),
        "Telefon: {01632 960 101}, w godzinach 9:00–17:00, {Megan Hughes} (Rada).",
        "E-mail: {help@northmoor.example} lub [strona 3]. Odpowiemy w ciągu 10 dni. Dziękujemy. Źródło, żółw, Łódź.",
    ),
    "ro": (
        "Siguranța copiilor",
        "Uneori trebuie să transmitem informații pentru a proteja un copil. Vă vom spune ce transmitem, cui și de ce.",
        "Puteți întreba: „Ce știți despre copilul meu?” (Puteți veni însoțit de un prieten.) Vă ascultăm întotdeauna!",
        (
            "Spuneți-ne dacă vă îngrijorează ceva.",
            "Cereți un interpret; este gratuit.",
            "Dacă un copil este în pericol acum, sunați la 999.",
        ),
        "Telefon: {01632 960 101}, între orele 9:00 și 17:00, {Megan Hughes} (Consiliul).",
        "E-mail: {help@northmoor.example} sau [pagina 3]. Vă răspundem în 10 zile. Mulțumim. Țară, Ștefan.",
    ),
    "tr": (
        "Çocukları güvende tutmak",
        (
            "Bazen bir çocuğu korumak için bilgileri başkalarıyla paylaşmamız gerekir. Neyi, kiminle "
            "ve niçin paylaştığımızı size söyleriz."
        ),
        (
            "Şunu sorabilirsiniz: “Çocuğum hakkında ne biliyorsunuz?” (Bir arkadaşınızı "
            "getirebilirsiniz.) İstediğiniz ölçüde dinleriz!"
        ),
        (
            "Sizi kaygılandıran bir şey olursa bize söyleyin.",
            "Çevirmen isteyin; ücretsizdir.",
            "Çocuk şu anda tehlikedeyse 999’u arayın.",
        ),
        "Telefon: {01632 960 101}, 9:00–17:00 arası; {Megan Hughes} (Belediye) ile görüşün.",
        "E-posta: {help@northmoor.example} veya [sayfa 3]. 10 gün içinde yanıt veririz. Teşekkürler.",
    ),
    "uk": (
        "Безпека дітей",
        "Іноді нам потрібно передати інформацію, щоб захистити дитину. Ми скажемо вам, що передаємо, кому і чому.",
        (
            "Ви можете запитати: «Що ви знаєте про мою дитину?» (Можна прийти з другом.) Ми вас "
            "вислухаємо, об’єктивно й спокійно!"
        ),
        (
            "Скажіть нам, якщо щось вас турбує.",
            "Попросіть перекладача; це безкоштовно.",
            "Якщо дитина зараз у небезпеці, дзвоніть 999.",
        ),
        "Телефон: {01632 960 101}, 9:00–17:00, {Megan Hughes} (Рада).",
        "Ел. пошта: {help@northmoor.example} або [сторінка 3]. Відповімо за 10 днів. Дякуємо, ґанок, їжак.",
    ),
    "vi": (
        "Giữ an toàn cho trẻ em",
        (
            "Đôi khi chúng tôi cần chia sẻ thông tin để giữ an toàn cho một trẻ. Chúng tôi sẽ nói cho "
            "quý vị biết chia sẻ điều gì, với ai và vì sao."
        ),
        (
            "Quý vị có thể hỏi: “Quý vị biết gì về con tôi?” (Quý vị có thể đi cùng một người bạn.) "
            "Chúng tôi luôn lắng nghe!"
        ),
        (
            "Hãy cho chúng tôi biết nếu có điều gì lo ngại.",
            "Hãy yêu cầu thông dịch viên; dịch vụ này miễn phí.",
            "Nếu trẻ đang gặp nguy hiểm, hãy gọi 999.",
        ),
        "Điện thoại: {01632 960 101}, từ 9:00 đến 17:00, và hỏi gặp {Megan Hughes} (Hội đồng).",
        "Thư điện tử: {help@northmoor.example} hoặc xem [trang 3]. Chúng tôi sẽ trả lời trong 10 ngày. Cảm ơn.",
    ),
}
"""A heading, paragraphs and a list by language; what stands in braces is Latin and runs to the right in any line."""

FACES = {
    "ar": "Noto Naskh Arabic",
    "ur": "Noto Naskh Arabic",
    "bn": "Noto Sans Bengali",
    "gu": "Noto Sans Gujarati",
    "pa": "Noto Sans Gurmukhi",
    "ta": "Noto Sans Tamil",
    "vi": "Noto Sans",
    "el": "Noto Sans",
    "uk": "Noto Sans",
}
RIGHT_TO_LEFT = {"ar": 0.95, "ur": 0.98}
"""The share of words that must be found again, where letters run to the left."""

INDIC = ("bn", "gu", "pa", "ta")
LATIN = tuple(set(SAMPLES) - {*INDIC, *RIGHT_TO_LEFT})

CONTROLS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Signs that only say in which direction text runs."""

BRACKETS = re.compile("[][(){}«»“”]")
PHONE = "01632 960 101"
NAME = "Megan Hughes"


def page(language: str, body: str, *, face: str = "") -> str:
    """Return a whole page in a language."""
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    family = f'"{face or FACES.get(language, "Atkinson Hyperlegible Next")}", "Atkinson Hyperlegible Next"'
    css = f"@page {{ size: A5; margin: 15mm }} html {{ font: 13.5pt/1.7 {family} }} ul {{ list-style: disc }}"
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8"><title>Sample</title>'
        f"<style>{css} ul {{ margin: 0; padding-inline-start: 8mm }}</style></head><body>{body}</body></html>"
    )


def sample(language: str) -> str:
    """Return the sample of a language as a page."""

    def marked(text: str) -> str:
        isolate = r'<bdi dir="ltr">\1</bdi>' if language in RIGHT_TO_LEFT else r"\1"
        return re.sub(r"\{(.*?)\}", isolate, text)

    title, *blocks = SAMPLES[language]
    body = f"<h1>{title}</h1>"
    for block in blocks:
        if isinstance(block, str):
            body += f"<p>{marked(block)}</p>"
        else:
            body += "<ul>" + "".join(f"<li>{marked(item)}</li>" for item in block) + "</ul>"
    return page(language, body)


def written(language: str) -> list[str]:
    """Return the words of the sample of a language."""
    parts = [block if isinstance(block, str) else " ".join(block) for block in SAMPLES[language]]
    return tidied(re.sub("[{}]", "", " ".join(parts)))


def tidied(text: str) -> list[str]:
    """Return the words of a text, without signs of direction and bullets."""
    words = unicodedata.normalize("NFC", text.translate(CONTROLS)).split()
    return [word for word in words if word != "•"]


def render(html: str) -> bytes:
    """Return the PDF of a page that has no mistakes."""
    outcome = pdf.render_pdf(PdfJob(name="sample.pdf", html=html, assets={}))
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def poppler(data: bytes) -> str:
    """Return the text that poppler reads."""
    if shutil.which("pdftotext") is None:
        cannot_run("not installed: pdftotext (poppler-utils)")
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=data, check=True, capture_output=True)
    return done.stdout.decode()


def pdfium(data: bytes) -> str:
    """Return the text that pdfium reads."""
    return "\n".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(data))


def by_pypdf(data: bytes) -> str:
    """Return the text that pypdf reads."""
    return "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(data)).pages)


READERS = [poppler, pdfium, by_pypdf]


def share(wanted: list[str], found: list[str]) -> tuple[float, list[tuple[list[str], list[str]]]]:
    """Return how much of the words is found in order, with nothing else between, and what is not."""
    matcher = difflib.SequenceMatcher(None, wanted, found, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    other = [(wanted[a:b], found[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    return same / max(len(wanted), len(found)), other


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("language", sorted(LATIN))
def test_latin_greek_and_cyrillic_words_are_all_found(engine: None, language: str, reader: Callable[..., str]) -> None:
    assert tidied(reader(render(sample(language)))) == written(language)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("language", INDIC)
def test_words_whose_letters_change_places_are_all_found(
    engine: None, language: str, reader: Callable[..., str]
) -> None:
    assert tidied(reader(render(sample(language)))) == written(language)


@pytest.mark.parametrize("language", sorted(RIGHT_TO_LEFT))
def test_words_that_run_to_the_left_are_found_with_their_marks_and_punctuation(engine: None, language: str) -> None:
    found, other = share(written(language), tidied(poppler(render(sample(language)))))
    assert found >= RIGHT_TO_LEFT[language], other


@pytest.mark.parametrize("language", sorted(RIGHT_TO_LEFT))
def test_pdfium_finds_them_but_for_brackets_and_words_of_latin(engine: None, language: str) -> None:
    # pdfium shows brackets mirrored and turns round Latin words that follow each other, whoever made the file
    wanted = [BRACKETS.sub("", word) for word in written(language)]
    found, other = share(wanted, [BRACKETS.sub("", word) for word in tidied(pdfium(render(sample(language))))])
    assert found >= RIGHT_TO_LEFT[language], other


def test_marks_are_found_behind_their_letters(engine: None) -> None:
    words = "مُحَمَّدٌ شكرًا جدًّا أوّلًا سنردّ لا إلى"
    data = render(page("ar", f"<h1>{words}</h1>"))
    for reader in READERS:
        assert tidied(reader(data)) == tidied(words)


@pytest.mark.parametrize(("language", "words"), [("bn", "র\u200d্যাব কর্\u200cম ক্ষমা"), ("ur", "می\u200cخواهم بچے")])
def test_joiners_that_paint_nothing_are_found(engine: None, language: str, words: str) -> None:
    data = render(page(language, f"<h1>{words}</h1>"))
    for reader in READERS:
        assert tidied(reader(data)) == tidied(words)


def test_one_letter_in_two_shapes_and_one_shape_for_two_letters_are_told_apart(engine: None) -> None:
    words = "কি কে কো কৌ ি ে কা ক্ক র্ক ক্র"
    data = render(page("bn", f"<h1>{words}</h1>"))
    for reader in READERS:
        assert tidied(reader(data)) == tidied(words)


def test_a_line_of_many_scripts_is_read_in_order(engine: None) -> None:
    parts = {
        "ar": "العربية",
        "ur": "اردو",
        "bn": "বাংলা",
        "pa": "ਪੰਜਾਬੀ",
        "gu": "ગુજરાતી",
        "ta": "தமிழ்",
        "vi": "Tiếng Việt",
    }
    body = ", ".join(f'<span lang="{language}">{word}</span>' for language, word in parts.items())
    before = "We can give you this leaflet in other languages. Ask us for the one that you read best."
    data = render(page("en-GB", f"<h1>{before}</h1><p>There is: {body}.</p>"))
    for reader in (poppler, pdfium):
        assert " ".join(tidied(reader(data))) == f"{before} There is: {', '.join(parts.values())}."


# ---- telephone numbers and names in lines that run to the left ------------------------------------------------------

CONTACT = {
    "ar": '<h1>اتصل</h1><p>الهاتف <{0} dir="ltr">{1}</{0}>، واسأل عن <{0} dir="ltr">{2}</{0}> من فضلك.</p>',
    "ur": '<h1>فون</h1><p>فون <{0} dir="ltr">{1}</{0}> کریں، اور <{0} dir="ltr">{2}</{0}> سے بات کریں۔</p>',
}


@pytest.mark.parametrize("tag", ["bdi", "span"])
@pytest.mark.parametrize("language", sorted(CONTACT))
def test_a_telephone_number_and_a_name_are_read_in_order(engine: None, language: str, tag: str) -> None:
    data = render(page(language, CONTACT[language].format(tag, PHONE, NAME)))
    found = " ".join(tidied(poppler(data)))
    assert found == " ".join(tidied(re.sub("<[^>]*>", " ", CONTACT[language].format(tag, PHONE, NAME)))).replace(
        " ،", "،"
    )
    assert PHONE in " ".join(tidied(pdfium(data)))


@pytest.mark.parametrize("tag", ["bdi", "span"])
@pytest.mark.parametrize("language", sorted(CONTACT))
def test_a_telephone_number_and_a_name_stand_in_order_on_the_page(engine: None, language: str, tag: str) -> None:
    data = render(page(language, CONTACT[language].format(tag, PHONE, NAME)))
    text = pypdfium2.PdfDocument(data)[0].get_textpage()
    signs = text.get_text_range()
    for words in (PHONE, NAME):
        left: list[float] = []
        for word in words.split():
            start = signs.index(word)
            left += [text.get_charbox(at)[0] for at in range(start, start + len(word))]
        assert left == sorted(left)
        assert left[-1] - left[0] < 150  # points: on one line, side by side


# ---- the page ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "ur", *INDIC])
def test_the_picture_is_that_of_the_engine_left_to_itself(
    engine: None, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from weasyprint.draw import text  # noqa: PLC0415  the engine is loaded when it is prepared

    from policygen.render.pdf import text as pdf_text  # noqa: PLC0415

    ours = pictures(render(sample(language)))
    monkeypatch.setattr(text, "draw_first_line", pdf_text._draw_first_line)
    theirs = pictures(render(sample(language)))
    assert [len(sheet) for sheet in ours] == [len(sheet) for sheet in theirs]
    for one, other in zip(ours, theirs, strict=True):
        differing = sum(abs(a - b) > 64 for a, b in zip(one, other, strict=True))
        assert differing < 1e-3 * len(one)  # edges of marks, by fractions of a pixel


def pictures(data: bytes) -> list[bytes]:
    """Return the grey values of the pages at 100 dots an inch."""
    return [sheet.render(scale=100 / 72).to_pil().convert("L").tobytes() for sheet in pypdfium2.PdfDocument(data)]


def test_text_of_one_letter_after_another_is_left_to_the_engine(engine: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from policygen.render.pdf import text as pdf_text  # noqa: PLC0415

    monkeypatch.setattr(pdf_text, "_draw_runs", None)  # would fail if it were called
    for language in LATIN:
        render(sample(language))


@pytest.mark.parametrize("language", ["ar", "bn"])
def test_the_widths_told_are_those_of_the_font(engine: None, language: str) -> None:
    # ISO 19005-2, 6.2.11.5
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    fonts = pypdf.PdfReader(io.BytesIO(render(sample(language)))).pages[0]["/Resources"]["/Font"]
    checked = 0
    for font in fonts.values():
        inner = font.get_object()["/DescendantFonts"][0].get_object()
        file = TTFont(io.BytesIO(inner["/FontDescriptor"]["/FontFile2"].get_data()))
        order, scale = file.getGlyphOrder(), 1000 / file["head"].unitsPerEm
        table: Any = inner["/W"]
        for first, widths in zip(table[::2], table[1::2], strict=True):
            for code, width in enumerate(widths, start=first):
                assert abs(width - file["hmtx"][order[code]][0] * scale) <= 1
                checked += 1
    assert checked > 50


def test_a_letter_that_no_font_has_is_an_error_in_any_script(engine: None) -> None:
    for body in ("<h1>बच्चा</h1>", '<h1 dir="rtl">سلامة ܐ</h1>'):
        outcome = pdf.render_pdf(PdfJob(name="x.pdf", html=page("en", body), assets={}))
        assert outcome.value is None
        assert {item.code for item in outcome.diagnostics} == {"PG510"}


TWICE = """
import hashlib, sys
from pathlib import Path
from policygen.render.pdf import job as pdf
pdf.prepare({path.name: path.read_bytes() for path in Path(sys.argv[1]).glob("*.ttf")})
job = pdf.PdfJob(name="sample.pdf", html=Path(sys.argv[2]).read_text(encoding="utf-8"), assets={})
print(hashlib.sha256(pdf.render_pdf(job).value).hexdigest())
"""


@pytest.mark.parametrize("language", ["ar", "bn"])
def test_the_bytes_are_the_same_in_any_process(engine: None, language: str, tmp_path: Path) -> None:
    first = render(sample(language))
    assert render(sample(language)) == first
    (tmp_path / "page.html").write_text(sample(language), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", TWICE, ROOT / "templates" / "fonts", tmp_path / "page.html"],
        env={**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Asia/Tokyo", "PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == hashlib.sha256(first).hexdigest()


# ---- the fonts -----------------------------------------------------------------------------------------------------


def test_every_font_is_the_one_that_the_list_names() -> None:
    folder = ROOT / "templates" / "fonts"
    listed = dict(re.findall(r"\| `(\S+)` \| `([0-9a-f]{64})` \|", (folder / "README.md").read_text(encoding="utf-8")))
    files = [path for path in folder.iterdir() if path.name != "README.md"]
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files} == listed


def test_web_pages_carry_one_family_only(fonts: dict[str, bytes]) -> None:
    style = web_faces(fonts)
    assert set(re.findall('font-family: "([^"]+)"', style)) == {"Atkinson Hyperlegible Next"}
    assert len(style) < 60_000


# ---- the style sheet of the scripts ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", sorted(SAMPLES))
@pytest.mark.parametrize("size", ["13.5pt", "18pt"])
def test_the_style_sheet_of_the_scripts_is_read_without_a_mistake_and_uses_our_fonts(
    engine: None, language: str, size: str
) -> None:
    css = (ROOT / "templates" / "css" / "scripts.css").read_text(encoding="utf-8")
    base = f'html {{ font-family: "Atkinson Hyperlegible Next" }} body {{ font-size: {size} }}'
    html = re.sub("<style>.*</style>", lambda _: f"<style>{base}</style><style>{css}</style>", sample(language))
    data = render(html)
    used = {
        font.get_object()["/BaseFont"]
        for font in pypdf.PdfReader(io.BytesIO(data)).pages[0]["/Resources"]["/Font"].values()
    }
    assert any(FACES.get(language, "Atkinson Hyperlegible Next").replace(" ", "-") in name for name in used), used


def test_the_style_sheet_of_the_scripts_has_no_left_and_no_right() -> None:
    css = (ROOT / "templates" / "css" / "scripts.css").read_text(encoding="utf-8")
    assert not re.search(r"\b(left|right)\b", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
